"""A drawing as PNG, for slides and messages: drawn by Pillow with the typeface we bring along."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageColor, ImageDraw, ImageFont

from tracker.exports.paper.typefaces import INK, PAPER, REGULAR, SEMIBOLD
from tracker.web.charts.shapes import SIZE, WIDTH, Box, Drawing, Words, cut
from tracker.web.charts.vector import COLOURS, EDGE

#: Twice as many dots as units, so that letters are sharp.
SCALE = 2
_HEAD = 32
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


def png(drawing: Drawing, *, title: str) -> bytes:
    """Return the drawing with its title above it."""
    width, height = WIDTH + 2 * EDGE, drawing.height + 2 * EDGE + _HEAD
    sheet = Image.new("RGB", (int(width * SCALE), int(height * SCALE)), PAPER)
    pen = ImageDraw.Draw(sheet)
    head = cut(title, WIDTH)
    pen.text(_at(0, 14 - _HEAD), head, font=_font(SEMIBOLD), fill=INK, anchor="ls")
    for shape in drawing.shapes:
        if isinstance(shape, Box):
            _fill(pen, shape)
        else:
            _write(pen, shape)
    out = BytesIO()
    sheet.save(out, "PNG", optimize=True)
    return out.getvalue()


def _fill(pen: ImageDraw.ImageDraw, box: Box) -> None:
    """Fill the rectangle; Pillow counts its last dot in."""
    left, top = _at(box.x, box.y)
    right, bottom = _at(box.x + box.width, box.y + box.height)
    if box.strength > 0:
        ink, paper = ImageColor.getrgb(COLOURS[box.tone]), ImageColor.getrgb(PAPER)
        mixed = [round(p + (i - p) * box.strength) for i, p in zip(ink, paper, strict=True)]
        fill = (mixed[0], mixed[1], mixed[2])
        pen.rectangle((left, top, max(left, right - 1), max(top, bottom - 1)), fill=fill)


def _write(pen: ImageDraw.ImageDraw, words: Words) -> None:
    pen.text(
        _at(words.x, words.y),
        words.text,
        font=_font(REGULAR),
        fill=COLOURS[words.tone],
        anchor=_ANCHORS[words.anchor],
    )


def _at(x: float, y: float) -> tuple[float, float]:
    return (x + EDGE) * SCALE, (y + EDGE + _HEAD) * SCALE


@lru_cache
def _font(path: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, SIZE * SCALE, layout_engine=ImageFont.Layout.BASIC)
