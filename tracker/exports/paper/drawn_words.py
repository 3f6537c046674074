"""Words on a ReportLab page, in whatever script: as its markup, and drawn at a place."""

from collections.abc import Iterator
from html import escape
from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth

from tracker.exports.paper import scripts


def markup(text: str, style: Any, room: float) -> str:
    """Return the text so that it is only ever text in ReportLab's markup, in faces that hold it."""
    if scripts.is_plain(text):
        return escape(text)
    strong = style.fontName.endswith("Semibold")

    def pieces(line: str) -> Iterator[tuple[str, str]]:
        return scripts.pieces(line, strong=strong)

    def width(line: str) -> float:
        parts = (stringWidth(part, face, style.fontSize) for face, part in pieces(line))
        return float(sum(parts))

    # A little less than there is: what is measured sign by sign may be drawn a hair wider.
    return "<br/>".join(
        "".join(f'<font face="{face}">{escape(part)}</font>' for face, part in pieces(line))
        for line in scripts.lines(text, room - 1, width)
    )


def draw(canvas: Any, text: str, place: tuple[float, float], size: float) -> None:
    """Draw the text on one line from the place on."""
    x, y = place
    for line in scripts.lines(text, float("inf"), len):
        for face, part in scripts.pieces(line):
            canvas.setFont(face, size)
            canvas.drawString(x, y, part)
            x += stringWidth(part, face, size)
    canvas.setFont(scripts.SERIF, size)
