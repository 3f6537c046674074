"""XLSX with typed cells, in which no text can become a formula.

Rows go to a temporary file as they come, so memory does not grow with them; the workbook is put
together at the end.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import partial
from itertools import chain, count, islice
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.workbook import Workbook

from tracker.domain.formulas import guard
from tracker.domain.records import ClaimRecord
from tracker.exports.addresses import is_web_address
from tracker.exports.columns import Choice, chosen
from tracker.exports.context import ExportContext, ExportSummary
from tracker.exports.registry import export_format
from tracker.exports.spelling import SPELLINGS, moment

#: What Excel allows on a sheet (the header is a row, too) and in a cell.
MOST_ROWS, MOST_LINKS, LONGEST_TEXT = 1_048_576, 65_530, 32_767
#: A code point takes two units at most.
_SURELY_FITS = LONGEST_TEXT // 2
#: Excel allows 2,080 once an address is escaped, which may make it three times as long.
LONGEST_LINK = 690
#: Excel knows no day before 1900, and in it takes February for a day longer than it was.
_FIRST_DAY = date(1900, 3, 1)
_TITLE = "Claims"

_ADDRESSES = ("article_url", "article_archive_url", "public_url", "speaker_same_as")
_WIDE, _COMMON, _NARROW = 60, 20, 12
_WIDTHS = dict.fromkeys(("wording", "quote", "article_title", "explanation", "note"), _WIDE) | {
    "claim_id": _NARROW,
    "article_id": _NARROW,
}

#: Writes one cell: row, place and value.
_CellWriter = Callable[[int, int, Any], Any]


@export_format(
    "xlsx",
    label="Excel workbook",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    extension="xlsx",
    description="Every field of every claim, with real dates and numbers, filters and links",
    has_columns=True,
)
def write_workbook(
    records: Iterable[ClaimRecord], out: BinaryIO, *, context: ExportContext
) -> ExportSummary:
    """Write as many sheets of claims as Excel needs, and one that explains the columns."""
    # The package is put together where it can be sought in, whatever the output is.
    with tempfile.TemporaryFile() as package:
        with xlsxwriter.Workbook(package, {"constant_memory": True}) as book:
            # A plain archive holds no sheet of a million claims; smaller ones stay plain.
            book.use_zip64()
            created = context.generated_at.astimezone(UTC).replace(tzinfo=None)
            book.set_properties(
                {"title": _TITLE, "author": context.publisher_name, "created": created}
            )
            choice = chosen(context)
            written = _write_claims(book, records, choice)
            _write_meanings(book, choice)
        package.seek(0)
        shutil.copyfileobj(package, out)
    return ExportSummary(written)


def _write_claims(book: Workbook, records: Iterable[ClaimRecord], choice: Choice) -> int:
    add_sheet = partial(_Sheet, book, choice)
    rest = iter(records)
    written = add_sheet(_TITLE).fill(islice(rest, MOST_ROWS - 1))
    for number, first in zip(count(2), rest, strict=False):
        written += add_sheet(f"{_TITLE} {number}").fill(chain([first], islice(rest, MOST_ROWS - 2)))
    return written


def _write_meanings(book: Workbook, choice: Choice) -> None:
    sheet = book.add_worksheet("Columns")
    sheet.set_column(0, 0, _COMMON)
    sheet.set_column(1, 1, _WIDE)
    for row, column in enumerate(choice.columns):
        sheet.write_string(row, 0, column.name)
        sheet.write_string(row, 1, column.meaning)


class _Sheet:
    """One sheet of claims, written from the top; XlsxWriter forgets a row once it has the next."""

    def __init__(self, book: Workbook, choice: Choice, title: str) -> None:
        self._read = choice.read
        self._names = choice.names
        self._sheet = book.add_worksheet(title)
        self._bold = book.add_format({"bold": True})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._link = book.get_default_url_format()
        # Excel keeps this text a text, even after somebody has edited the cell.
        self._guarded = book.add_format({"quote_prefix": True})
        self._links = 0
        self._writers = [
            self._write_address if name in _ADDRESSES else self._writer(kind)
            for name, kind in zip(choice.names, choice.kinds, strict=True)
        ]

    def fill(self, records: Iterable[ClaimRecord]) -> int:
        """Write a header and a row a claim, an empty cell for what is unknown; count the claims."""
        self._write_header()
        places = list(enumerate(self._writers))
        row = 0
        for row, record in enumerate(records, start=1):
            for (place, write), value in zip(places, self._read(record), strict=True):
                if value or value == 0:
                    write(row, place, value)
        self._sheet.autofilter(0, 0, row, len(self._names) - 1)
        return row

    def _write_header(self) -> None:
        self._sheet.freeze_panes(1, 0)
        for place, name in enumerate(self._names):
            self._sheet.set_column(place, place, _WIDTHS.get(name, _COMMON))
            self._sheet.write_string(0, place, name, self._bold)

    def _writer(self, kind: Any) -> _CellWriter:
        """Return what writes the cells of a column of this kind."""
        own = {datetime: self._write_moment, date: self._write_day}
        if kind in own:
            return own[kind]
        if kind in SPELLINGS:
            spell = SPELLINGS[kind]
            return lambda row, place, value: self._write_text(row, place, spell(value))
        return self._write_text if issubclass(kind, str) else self._sheet.write_number

    def _write_text(self, row: int, place: int, text: str) -> None:
        style = None if guard(text) is text else self._guarded
        whole = text if len(text) <= _SURELY_FITS else shorten(text)
        self._sheet.write_string(row, place, whole, style)

    def _write_address(self, row: int, place: int, address: str) -> None:
        if self._links < MOST_LINKS and _can_be_linked(address):
            self._links += 1
            self._sheet.write_url(row, place, address, self._link, address)
        else:
            self._write_text(row, place, address)

    def _write_moment(self, row: int, place: int, value: datetime) -> None:
        # Excel has no time zones; the columns say that their moments are in UTC.
        clock = value.astimezone(UTC).replace(tzinfo=None)
        if clock.date() < _FIRST_DAY:
            self._write_text(row, place, moment(value))
        else:
            self._sheet.write_datetime(row, place, clock, self._moment)

    def _write_day(self, row: int, place: int, value: date) -> None:
        if value < _FIRST_DAY:
            self._write_text(row, place, value.isoformat())
        else:
            self._sheet.write_datetime(row, place, value, self._day)


def shorten(text: str) -> str:
    """Cut a text to what a cell holds, in UTF-16 code units, and end it with an ellipsis."""
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    return units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def _can_be_linked(address: str) -> bool:
    return len(address) <= LONGEST_LINK and is_web_address(address)
