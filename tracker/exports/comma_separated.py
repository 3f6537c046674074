"""CSV after RFC 4180 that no spreadsheet can be made to run.

The guard: a text that a spreadsheet might take for a formula gets one apostrophe in front.
That is a text that begins, after any apostrophes, with a tab, a line end or NUL, or, after any
white space as well, with ``= + - @`` or one of their full-width forms. A plain number is left
alone, so that -5 stays -5. ``unguard`` takes the apostrophe away again, for every text there is.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from itertools import islice
from typing import Any, BinaryIO

from tracker.domain.records import COLUMNS, ClaimRecord, read_columns
from tracker.exports.context import ExportContext, ExportSummary
from tracker.exports.registry import export_format
from tracker.exports.spelling import moment

#: Rows that are encoded at once: large enough to be quick, small enough to come out soon.
_CHUNK = 500
_TRIGGERS = frozenset("'=+-@＝＋－＠\t\r\n\0")
_FORMULA = re.compile(r"'*(?:[\t\r\n\0]|\s*[=+\-@＝＋－＠])")
_NUMBER = re.compile(r"[+-](?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


@export_format(
    "csv",
    label="CSV",
    media_type="text/csv; charset=utf-8",
    extension="csv",
    description="Every field of every claim, one claim a row: for spreadsheets",
)
def write_comma_separated(
    records: Iterable[ClaimRecord], out: BinaryIO, *, context: ExportContext
) -> ExportSummary:
    """Write a header and one row a claim, in UTF-8 with CRLF."""
    mark = "\ufeff" if context.byte_order_mark else ""
    out.write(f"{mark}{_encode([[column.name for column in COLUMNS]])}".encode())
    written = 0
    rows = map(cells, records)
    while chunk := list(islice(rows, _CHUNK)):
        out.write(_encode(chunk).encode())
        written += len(chunk)
    return ExportSummary(written)


def cells(record: ClaimRecord) -> list[Any]:
    """Return the record's row, ready for ``csv.writer``; what is unknown stays empty."""
    return [
        value if (spell := _SPELLINGS.get(type(value))) is None else spell(value)
        for value in read_columns(record)
    ]


def guard(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    # Nearly every text leaves here, without the price of a regular expression.
    if not text or (text[0] not in _TRIGGERS and not text[0].isspace()):
        return text
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def unguard(cell: str) -> str:
    """Take back what ``guard`` did: ``unguard(guard(text)) == text`` for every text."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _join(pieces: tuple[Any, ...]) -> str:
    return ";".join(
        piece if isinstance(piece, str) else f"{piece[0]}-{piece[1]}" for piece in pieces
    )


#: How a value of each type is spelt. Numbers and the vocabulary's own words stay as they are.
_SPELLINGS: dict[type, Callable[[Any], str]] = {
    str: guard,
    date: date.isoformat,
    datetime: moment,
    tuple: _join,
}


def _encode(rows: Iterable[Iterable[Any]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()
