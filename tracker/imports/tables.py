"""Tables as rows of cells: CSV of any delimiter, and workbooks within limits."""

import csv
import io
import warnings
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
from openpyxl.utils.escape import unescape

from tracker.imports.decoding import decode
from tracker.imports.drafts import UnreadableFile

#: A cell of CSV may hold a whole article; a workbook's parts together may unpack to so much.
LONGEST_CELL, MOST_UNPACKED, MOST_PARTS = 4_000_000, 200_000_000, 2_000
_MOST_COLUMNS = 500
_DELIMITERS = ",;\t|"

Row = tuple[int, list[Any]]


def read_csv(content: bytes) -> Iterator[Row]:
    """Yield each row with the line that it ends on, the header first.

    The delimiter is the one that parts the header into the most columns.
    """
    text = decode(content)
    if text.startswith("sep="):
        text = text.partition("\n")[2]
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    csv.field_size_limit(LONGEST_CELL)
    # Strict, so that a file that was cut off is not taken for one long cell.
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in rows:
            if any(row):
                yield rows.line_num, list(row)
    except csv.Error as error:
        raise UnreadableFile(
            "line %(line)d cannot be read: %(error)s", line=rows.line_num, error=error
        ) from error


def read_workbook(content: bytes, *, is_header: Callable[[list[Any]], bool]) -> Iterator[Row]:
    """Yield the rows of every sheet whose first row is the header meant; it comes first.

    Formulas count as what they last came to. Raises UnreadableFile for what is no workbook, or
    unpacks to more than ``MOST_UNPACKED`` bytes.
    """
    _refuse_bomb(content)
    with warnings.catch_warnings():
        # It warns of styles and of extensions that it leaves out; neither concerns the cells.
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            yield from _rows(book, is_header)
        except UnreadableFile:
            raise
        except Exception as error:
            # Whatever is wrong inside, the library fails in a way of its own.
            raise UnreadableFile("the workbook is damaged; save it anew and try again") from error


def _rows(book: Any, is_header: Callable[[list[Any]], bool]) -> Iterator[Row]:
    seen: list[Any] | None = None
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS)
        header = _trimmed(next(rows, ()))
        if not is_header(header):
            continue
        if seen is None:
            yield 1, header
        elif seen != header:
            raise UnreadableFile(
                "the sheet “%(title)s” has other columns than the one before", title=sheet.title
            )
        seen = header
        for line, row in enumerate(rows, start=2):
            # The library leaves carriage returns and the like as the format escapes them.
            cells = [unescape(c) if isinstance(c, str) else c for c in row[: len(header)]]
            if any(cell not in (None, "") for cell in cells):
                yield line, cells + [None] * (len(header) - len(cells))
    if seen is None:
        raise UnreadableFile(
            "no sheet of the workbook has the columns of an export in its first row"
        )


def _trimmed(cells: tuple[Any, ...]) -> list[Any]:
    header = list(cells)
    while header and header[-1] is None:
        header.pop()
    return header


def _refuse_bomb(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except zipfile.BadZipFile as error:
        raise UnreadableFile("this is no Excel workbook (.xlsx), or it is damaged") from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise UnreadableFile(
            "the workbook unpacks to more than %(most)s bytes; divide it",
            most=MOST_UNPACKED,
        )
