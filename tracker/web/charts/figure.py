"""A figure of the dashboard: its picture, the same numbers as a table, and both as files."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from tracker.domain.formulas import guard
from tracker.web.charts import raster, vector
from tracker.web.charts.shapes import Drawing

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table; the first cell names it, and may lead somewhere."""

    cells: tuple[Cell, ...]
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """What a figure shows, in words, in a picture and in numbers."""

    mark: str
    title: str
    #: What is counted, in a sentence; read aloud for the picture, too.
    told: str
    heads: tuple[str, ...]
    rows: Sequence[Row]
    drawing: Drawing
    #: What one must know to read it rightly.
    warning: str = ""
    #: What stands there while there is nothing to count.
    nothing: str = ""

    @property
    def picture(self) -> Markup:
        """Return the picture for a page."""
        return vector.picture(self.drawing, mark=self.mark, title=self.title, told=self.told)

    def as_svg(self) -> bytes:
        """Return the picture as an SVG file."""
        return vector.document(self.drawing, title=self.title, told=self.told)

    def as_png(self) -> bytes:
        """Return the picture as a PNG file."""
        return raster.png(self.drawing, title=self.title)

    def as_csv(self) -> bytes:
        """Return the table after RFC 4180, safe to open in a spreadsheet."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow([guard(head) for head in self.heads])
        for row in self.rows:
            writer.writerow([guard(c) if isinstance(c, str) else c for c in row.cells])
        return text.getvalue().encode()


#: How a figure leaves the page: what it is, and how it is written.
FILES: dict[str, tuple[str, Callable[[Figure], bytes]]] = {
    "svg": ("image/svg+xml", Figure.as_svg),
    "png": ("image/png", Figure.as_png),
    "csv": ("text/csv; charset=utf-8", Figure.as_csv),
}
