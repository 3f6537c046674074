"""CSV after RFC 4180 that no spreadsheet can be made to run.

The guard: a text that a spreadsheet might take for a formula gets one apostrophe in front.
That is a text that begins, after any apostrophes, with a tab, a line end or NUL, or, after any
white space or NUL as well, with ``= + - @`` or one of their full-width forms. A plain number is
left alone, so that -5 stays -5. ``unguard`` takes the apostrophe away again, for every text there
is.
"""

import csv
import io
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, BinaryIO

from tracker.domain.formulas import guard
from tracker.domain.records import ClaimRecord
from tracker.exports.columns import EVERY, Choice, chosen
from tracker.exports.context import ExportContext, ExportSummary
from tracker.exports.registry import export_format
from tracker.exports.spelling import SPELLINGS

#: Rows that are encoded at once: large enough to be quick, small enough to come out soon.
_CHUNK = 500


@export_format(
    "csv",
    label="CSV",
    media_type="text/csv; charset=utf-8",
    extension="csv",
    description="Every field of every claim, one claim a row: for spreadsheets",
    has_columns=True,
)
def write_comma_separated(
    records: Iterable[ClaimRecord], out: BinaryIO, *, context: ExportContext
) -> ExportSummary:
    """Write a header and one row a claim, in UTF-8 with CRLF."""
    mark = "\ufeff" if context.byte_order_mark else ""
    choice = chosen(context)
    out.write(f"{mark}{_encode([choice.names])}".encode())
    written = 0
    rows = map(_row_maker(choice), records)
    while chunk := list(islice(rows, _CHUNK)):
        out.write(_encode(chunk).encode())
        written += len(chunk)
    return ExportSummary(written)


def _row_maker(choice: Choice) -> Callable[[ClaimRecord], list[Any]]:
    """Return what makes a record's row; what is unknown stays empty."""
    kinds = list(enumerate(choice.kinds))
    texts = tuple(place for place, kind in kinds if kind is str)
    spelt = tuple((place, SPELLINGS[kind]) for place, kind in kinds if kind in SPELLINGS)

    def make(record: ClaimRecord) -> list[Any]:
        row = list(choice.read(record))
        for place in texts:
            if row[place]:
                row[place] = guard(row[place])
        for place, spell in spelt:
            if row[place] is not None:
                row[place] = spell(row[place])
        return row

    return make


#: A record's row with every column, ready for ``csv.writer``.
cells = _row_maker(EVERY)


def _encode(rows: Iterable[Iterable[Any]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()
