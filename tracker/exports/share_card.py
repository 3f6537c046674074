"""The picture that social networks show beside a link to a report: claim, speaker, verdict.

It is drawn with the typeface that the program brings along, so it is the same everywhere.
"""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from tracker.domain.records import ClaimRecord
from tracker.exports.facts import one_line
from tracker.exports.rules import NEVER_SAID, claim_of
from tracker.exports.typefaces import INK, LINE, PAPER, REGULAR, SEMIBOLD, SOFT_INK, verdict_ink

#: What networks ask for, in pixels.
WIDTH, HEIGHT = 1200, 630
_EDGE, _BAND = 72, 18
#: A little less than there is: drawn letters reach out of the width that is told for them.
_ROOM = WIDTH - 2 * _EDGE - 30
_MOST_LINES = 4
#: Sizes of the claim, from the one of a short claim downwards.
_SIZES = (68, 60, 52, 46, 40)
_STEPS, _DOT = 5, 15


def share_card(record: ClaimRecord, newsroom: str) -> bytes:
    """Return the picture as PNG; the words on it stand in the page's description, too."""
    card = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(card)
    ink = verdict_ink(record.content_verdict)
    pen.rectangle((0, 0, _BAND, HEIGHT), fill=ink)
    pen.text((_EDGE, 52), one_line(newsroom), font=_font(28), fill=SOFT_INK)
    bottom = _draw_claim(pen, one_line(claim_of(record)))
    if record.speaker:
        told = "Attributed to" if record.attribution_verdict in NEVER_SAID else "Said by"
        who = _cut(f"{told} {one_line(record.speaker)}", _font(32), _ROOM)
        pen.text((_EDGE, bottom + 14), who, font=_font(32), fill=SOFT_INK)
    _draw_verdict(pen, record, ink)
    out = BytesIO()
    card.quantize(64, Image.Quantize.FASTOCTREE).save(out, "PNG")
    return out.getvalue()


def _draw_claim(pen: ImageDraw.ImageDraw, claim: str) -> int:
    """Draw the claim as large as it fits, and return where it ends."""
    for size in _SIZES:
        font = _font(size, strong=True)
        lines = _lines(claim, font, _ROOM)
        if len(lines) * size * 1.22 <= _MOST_LINES * _SIZES[-1] * 1.45:
            break
    if len(lines) > _MOST_LINES + 1:
        lines = [*lines[:_MOST_LINES], _cut(" ".join(lines[_MOST_LINES:]), font, _ROOM)]
    top = 116
    for line in lines:
        pen.text((_EDGE, top), line, font=font, fill=INK)
        top += int(size * 1.22)
    return top


def _draw_verdict(pen: ImageDraw.ImageDraw, record: ClaimRecord, ink: str) -> None:
    top = HEIGHT - 178
    pen.line((_EDGE, top, WIDTH - _EDGE, top), fill=LINE, width=2)
    word = one_line(record.verdict_label) or record.content_verdict.label
    score = record.content_verdict.score
    room = _ROOM - (0 if score is None else _STEPS * 3 * _DOT)
    font = _font(64, strong=True)
    pen.text((_EDGE, top + 36), _cut(word, font, room), font=font, fill=ink)
    if score is None:
        return
    for step in range(1, _STEPS + 1):
        x, y = WIDTH - _EDGE - (_STEPS - step) * 3 * _DOT - _DOT, top + 88
        fill = ink if step == score else None
        pen.circle((x, y), _DOT, fill=fill, outline=ink, width=3)


def _lines(text: str, font: ImageFont.FreeTypeFont, room: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or font.getlength(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return [_cut(line, font, room) for line in lines]


def _cut(text: str, font: ImageFont.FreeTypeFont, room: int) -> str:
    """Return as much of the text as there is room for, with an ellipsis where some is left out."""
    if font.getlength(text) <= room:
        return text
    kept = text
    while kept and font.getlength(f"{kept}…") > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


@lru_cache
def _font(size: int, *, strong: bool = False) -> ImageFont.FreeTypeFont:
    # The simple layout is in every build of Pillow; the other depends on what a system has.
    path = SEMIBOLD if strong else REGULAR
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
