"""The picture that social networks show beside a link to a report: claim, speaker, verdict.

It is drawn with the typeface that the program brings along, so it is the same everywhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from tracker.domain.records import ClaimRecord
from tracker.exports.checks.rules import NEVER_SAID, claim_of
from tracker.exports.facts import one_line
from tracker.exports.paper import scripts
from tracker.exports.paper.typefaces import (
    INK,
    LINE,
    PAPER,
    REGULAR,
    SEMIBOLD,
    SOFT_INK,
    other,
    verdict_ink,
)

#: What networks ask for, in pixels.
WIDTH, HEIGHT = 1200, 630
_EDGE, _BAND = 72, 18
#: A little less than there is: drawn letters reach out of the width that is told for them.
_ROOM = WIDTH - 2 * _EDGE - 30
_MOST_LINES = 4
#: The narrowest letters of the smallest size; to measure longer lines would take long for nothing.
_MORE_THAN_FITS = 300
#: Sizes of the claim, from the one of a short claim downwards.
_SIZES = (68, 60, 52, 46, 40)
_STEPS, _DOT = 5, 15


@dataclass(frozen=True, slots=True)
class _Type:
    """Letters of one size, in the faces that the words ask for."""

    size: int
    strong: bool = False

    def length(self, text: str) -> float:
        """Return how wide the text is drawn."""
        return sum(_font(face, self.size).getlength(part) for face, part in self._pieces(text))

    def write(
        self, pen: ImageDraw.ImageDraw, place: tuple[float, float], text: str, ink: str
    ) -> None:
        """Draw one line of words from the place on."""
        x, y = place
        # All faces stand on the line of the serif.
        base = y + _font("Serif", self.size).getmetrics()[0]
        for face, part in self._pieces(text):
            font = _font(face, self.size)
            pen.text((x, base), part, font=font, fill=ink, anchor="ls")
            x += font.getlength(part)

    def _pieces(self, text: str) -> Iterator[tuple[str, str]]:
        drawn = [text] if scripts.is_plain(text) else scripts.lines(text, float("inf"), len)
        for line in drawn:
            yield from scripts.pieces(line, strong=self.strong)


def share_card(record: ClaimRecord, newsroom: str) -> bytes:
    """Return the picture as PNG; the words on it stand in the page's description, too."""
    card = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(card)
    ink = verdict_ink(record.content_verdict)
    pen.rectangle((0, 0, _BAND, HEIGHT), fill=ink)
    _Type(28).write(pen, (_EDGE, 52), _shown(newsroom), SOFT_INK)
    bottom = _draw_claim(pen, _shown(claim_of(record)))
    if record.speaker:
        told = "Attributed to" if record.attribution_verdict in NEVER_SAID else "Said by"
        who = _cut(f"{told} {_shown(record.speaker)}", _Type(32), _ROOM)
        _Type(32).write(pen, (_EDGE, bottom + 14), who, SOFT_INK)
    _draw_verdict(pen, record, ink)
    out = BytesIO()
    card.quantize(64, Image.Quantize.FASTOCTREE).save(out, "PNG")
    return out.getvalue()


def _draw_claim(pen: ImageDraw.ImageDraw, claim: str) -> int:
    """Draw the claim as large as it fits, and return where it ends."""
    for size in _SIZES:
        font = _Type(size, strong=True)
        lines = _lines(claim, font, _ROOM)
        if len(lines) * size * 1.22 <= _MOST_LINES * _SIZES[-1] * 1.45:
            break
    if len(lines) > _MOST_LINES + 1:
        lines = [*lines[:_MOST_LINES], _cut(" ".join(lines[_MOST_LINES:]), font, _ROOM)]
    top = 116
    for line in lines:
        indent = _ROOM - font.length(line) if scripts.starts_at_the_right(claim) else 0
        font.write(pen, (_EDGE + indent, top), line, INK)
        top += int(size * 1.22)
    return top


def _draw_verdict(pen: ImageDraw.ImageDraw, record: ClaimRecord, ink: str) -> None:
    top = HEIGHT - 178
    pen.line((_EDGE, top, WIDTH - _EDGE, top), fill=LINE, width=2)
    word = _shown(record.verdict_label) or record.content_verdict.label
    score = record.content_verdict.score
    room = _ROOM - (0 if score is None else _STEPS * 3 * _DOT)
    font = _Type(64, strong=True)
    font.write(pen, (_EDGE, top + 36), _cut(word, font, room), ink)
    if score is None:
        return
    for step in range(1, _STEPS + 1):
        x, y = WIDTH - _EDGE - (_STEPS - step) * 3 * _DOT - _DOT, top + 88
        fill = ink if step == score else None
        pen.circle((x, y), _DOT, fill=fill, outline=ink, width=3)


def _lines(text: str, font: _Type, room: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or font.length(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return [_cut(line, font, room) for line in lines]


def _cut(text: str, font: _Type, room: int) -> str:
    """Return as much of the text as there is room for, with an ellipsis where some is left out."""
    if len(text) <= _MORE_THAN_FITS and font.length(text) <= room:
        return text
    kept = text[:_MORE_THAN_FITS]
    while kept and font.length(f"{kept}…") > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _shown(text: str) -> str:
    return scripts.named(one_line(text))


@lru_cache
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    faces = {"Serif": REGULAR, "Serif-Semibold": SEMIBOLD}
    path = faces.get(face) or other(strong=face.endswith("Semibold"))
    # The simple layout is in every build of Pillow; the other depends on what a system has.
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
