"""A drawing as SVG: the same text in a page, where style sheets colour it, and as a file."""

import re
from collections.abc import Mapping

from markupsafe import Markup

from tracker.domain.vocabulary import ContentVerdict
from tracker.exports.paper.typefaces import ACCENT, INK, LINE, PAPER, SOFT_INK, verdict_ink
from tracker.web.charts.shapes import SIZE, WIDTH, Box, Drawing, Tone, Words

#: Around the drawing in a file, which has no page around it.
EDGE = 20
#: Room above the drawing for its title, there.
HEADLINE = 32
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


_PICTURE = Markup(
    '<svg class="chart" viewBox="0 0 {width} {height}" role="img"'
    ' aria-labelledby="chart-{mark}-title chart-{mark}-told">'
    '<title id="chart-{mark}-title">{title}</title>'
    '<desc id="chart-{mark}-told">{told}</desc>{shapes}</svg>'
)
_DOCUMENT = Markup(
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
    ' viewBox="0 0 {width} {height}" role="img"'
    ' font-family="system-ui, sans-serif" font-size="{size}">'
    "<title>{title}</title><desc>{told}</desc>"
    '<rect width="{width}" height="{height}" fill="{paper}"/>'
    '<text x="{left}" y="{headline}" fill="{ink}" font-weight="600">{title}</text>'
    '<g transform="translate({left} {top})">{shapes}</g></svg>\n'
)
_BOX = Markup(
    '<rect class="tone-{tone}" x="{x}" y="{y}" width="{width}" height="{height}"'
    ' fill="{fill}"{faint}/>'
)
_FAINT = Markup(' fill-opacity="{strength}"')
_WORDS = Markup(
    '<text class="tone-{tone}" x="{x}" y="{y}" text-anchor="{anchor}" fill="{fill}">{text}</text>'
)


def picture(drawing: Drawing, *, mark: str, title: str, told: str) -> Markup:
    """Return the drawing for a page: read aloud as its title and what it tells."""
    return _PICTURE.format(
        width=WIDTH,
        height=_number(drawing.height),
        mark=_plain(mark),
        title=_plain(title),
        told=_plain(told),
        shapes=_shapes(drawing),
    )


def document(drawing: Drawing, *, title: str, told: str) -> bytes:
    """Return the drawing as a file of its own, with its title above it."""
    return _DOCUMENT.format(
        width=WIDTH + 2 * EDGE,
        height=_number(drawing.height + 2 * EDGE + HEADLINE),
        size=SIZE,
        title=_plain(title),
        told=_plain(told),
        paper=PAPER,
        ink=INK,
        left=EDGE,
        headline=EDGE + 14,
        top=EDGE + HEADLINE,
        shapes=_shapes(drawing),
    ).encode()


def _shapes(drawing: Drawing) -> Markup:
    return Markup().join(
        _box(shape) if isinstance(shape, Box) else _words(shape) for shape in drawing.shapes
    )


def _box(box: Box) -> Markup:
    is_faint = box.strength != 1
    return _BOX.format(
        tone=box.tone,
        x=_number(box.x),
        y=_number(box.y),
        width=_number(box.width),
        height=_number(box.height),
        fill=COLOURS[box.tone],
        faint=_FAINT.format(strength=_number(box.strength)) if is_faint else "",
    )


def _words(words: Words) -> Markup:
    return _WORDS.format(
        tone=words.tone,
        x=_number(words.x),
        y=_number(words.y),
        anchor=words.anchor,
        fill=COLOURS[words.tone],
        text=_plain(words.text),
    )


def _plain(text: str) -> str:
    """Leave out what XML cannot hold; the templates above escape the rest."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
