"""A drawing as SVG: the same text in a page, where style sheets colour it, and as a file."""

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from tracker.domain.vocabulary import ContentVerdict
from tracker.exports.typefaces import ACCENT, INK, LINE, PAPER, SOFT_INK, verdict_ink
from tracker.web.charts.shapes import SIZE, WIDTH, Box, Drawing, Tone, Words

#: Around the drawing in a file, which has no page around it.
EDGE = 20
#: What a file is drawn in; a page overrules it by its style sheet.
COLOURS: Mapping[Tone, str] = {
    Tone.INK: INK,
    Tone.SOFT: SOFT_INK,
    Tone.LINE: LINE,
    Tone.ACCENT: ACCENT,
    Tone.TINT: "#bfdedb",
    Tone.OFF_SCALE: SOFT_INK,
    Tone.TRUE: verdict_ink(ContentVerdict.TRUE),
    Tone.MOSTLY_TRUE: verdict_ink(ContentVerdict.MOSTLY_TRUE),
    Tone.MIXED: verdict_ink(ContentVerdict.MIXED),
    Tone.MOSTLY_FALSE: verdict_ink(ContentVerdict.MOSTLY_FALSE),
    Tone.FALSE: verdict_ink(ContentVerdict.FALSE),
}
#: What XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def picture(drawing: Drawing, *, mark: str, title: str, told: str) -> Markup:
    """Return the drawing for a page: read aloud as its title and what it tells."""
    return Markup(  # noqa: S704 - every text in it was escaped by _plain
        f'<svg class="chart" viewBox="0 0 {WIDTH} {_number(drawing.height)}" role="img"'
        f' aria-labelledby="chart-{_plain(mark)}-title chart-{_plain(mark)}-told">'
        f'<title id="chart-{_plain(mark)}-title">{_plain(title)}</title>'
        f'<desc id="chart-{_plain(mark)}-told">{_plain(told)}</desc>{_shapes(drawing)}</svg>'
    )


def document(drawing: Drawing, *, title: str, told: str) -> bytes:
    """Return the drawing as a file of its own, with its title above it."""
    width, height = WIDTH + 2 * EDGE, drawing.height + 2 * EDGE + 32
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{_number(height)}"'
        f' viewBox="0 0 {width} {_number(height)}" role="img"'
        f' font-family="system-ui, sans-serif" font-size="{SIZE}">'
        f"<title>{_plain(title)}</title><desc>{_plain(told)}</desc>"
        f'<rect width="{width}" height="{_number(height)}" fill="{PAPER}"/>'
        f'<text x="{EDGE}" y="{EDGE + 14}" fill="{INK}" font-weight="600">{_plain(title)}</text>'
        f'<g transform="translate({EDGE} {EDGE + 32})">{_shapes(drawing)}</g></svg>\n'
    )
    return body.encode()


def _shapes(drawing: Drawing) -> str:
    return "".join(
        _box(shape) if isinstance(shape, Box) else _words(shape) for shape in drawing.shapes
    )


def _box(box: Box) -> str:
    x, y, width, height = map(_number, (box.x, box.y, box.width, box.height))
    faint = "" if box.strength == 1 else f' fill-opacity="{_number(box.strength)}"'
    return (
        f'<rect class="tone-{box.tone}" x="{x}" y="{y}" width="{width}" height="{height}"'
        f' fill="{COLOURS[box.tone]}"{faint}/>'
    )


def _words(words: Words) -> str:
    return (
        f'<text class="tone-{words.tone}" x="{_number(words.x)}" y="{_number(words.y)}"'
        f' text-anchor="{words.anchor}" fill="{COLOURS[words.tone]}">{_plain(words.text)}</text>'
    )


def _plain(text: str) -> str:
    return str(escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)))


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
