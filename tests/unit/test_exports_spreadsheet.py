"""XLSX, as openpyxl reads it: typed cells, links, and nothing that runs."""

import random
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape

from tests.export_records import (
    CONTEXT,
    EVIDENCE,
    INTERNAL,
    PUBLISHED,
    RECORDS,
    REPLIES,
    exported,
)
from tracker import exports
from tracker.domain.records import COLUMNS, ClaimRecord, read_columns
from tracker.exports.formats import spreadsheet

NAMES = [column.name for column in COLUMNS]
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "＝1+1", '=HYPERLINK("x")']

TEXTS = [field.name for field in fields(ClaimRecord) if field.type in (str, str | None)]


SPELT = {
    EVIDENCE: "https://statistics.example/rents?year=2025&unit=percent",
    REPLIES: "answered",
}


def book(*records: ClaimRecord) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(exported("xlsx", *records, context=INTERNAL)[0]))


def row_of(record: ClaimRecord) -> dict[str, openpyxl.cell.Cell]:
    return dict(zip(NAMES, book(record)["Claims"][2], strict=True))


def as_read(value: Any) -> Any:
    """Return what a cell with this value must hold; kinds that a sheet does not have are spelt."""
    if value in ("", ()):
        return None
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None)
    if isinstance(value, date):
        return datetime.combine(value, datetime.min.time())
    if isinstance(value, tuple):
        if value in SPELT:
            return SPELT[value]
        words = [one if isinstance(one, str) else f"{one[0]}-{one[1]}" for one in value]
        return ";".join(words)
    return value


def test_every_cell_of_every_claim_comes_back():
    header, *rows = [[text_of(cell) for cell in row] for row in book(*RECORDS)["Claims"].rows]
    assert header == NAMES
    assert rows == [[as_read(value) for value in read_columns(record)] for record in RECORDS]


def text_of(cell: openpyxl.cell.Cell) -> Any:
    """Return the value; openpyxl leaves it to us to take back how control signs are written."""
    return unescape(cell.value) if isinstance(cell.value, str) else cell.value


def test_what_concerns_the_newsroom_alone_must_be_asked_for():
    shared = openpyxl.load_workbook(BytesIO(exported("xlsx", PUBLISHED)[0]))
    header = {cell.value for cell in shared["Claims"][1]}
    explained = {row[0].value for row in shared["Columns"].rows}
    assert header == explained == set(NAMES) - {"note", "assignee"}


def test_days_moments_and_numbers_are_typed():
    row = row_of(PUBLISHED)
    assert {name: row[name].data_type for name in ("said_on", "created_at", "confidence")} == {
        "said_on": "d",
        "created_at": "d",
        "confidence": "n",
    }
    assert (row["claim_id"].value, row["confidence"].value) == (7, 0.875)
    assert row["said_on"].number_format == "yyyy-mm-dd"


def test_a_moment_is_written_in_utc():
    at = datetime(2026, 2, 1, 8, 0, tzinfo=timezone(timedelta(hours=2)))
    assert row_of(replace(PUBLISHED, updated_at=at))["updated_at"].value.hour == 6


@pytest.mark.parametrize("day", [date(1848, 3, 18), date(1900, 2, 28)])
def test_a_day_before_excel_is_text(day):
    cell = row_of(replace(PUBLISHED, said_on=day))["said_on"]
    assert (cell.data_type, cell.value) == ("s", day.isoformat())


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_text_becomes_a_formula_even_when_it_is_edited(formula):
    row = row_of(replace(PUBLISHED, **dict.fromkeys(TEXTS, formula)))
    for column in TEXTS:
        assert (row[column].data_type, text_of(row[column])) == ("s", formula)
        assert row[column].quotePrefix


def test_only_the_columns_of_addresses_hold_links():
    address = "https://evil.example/"
    row = row_of(replace(PUBLISHED, wording=address, note=f"mailto:{address}", cue="internal:A1"))
    linked = {name: cell.hyperlink.target for name, cell in row.items() if cell.hyperlink}
    assert linked == {
        "speaker_same_as": PUBLISHED.speaker_same_as,
        "article_url": PUBLISHED.article_url,
        "article_archive_url": PUBLISHED.article_archive_url,
        "public_url": PUBLISHED.public_url,
    }


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "internal:A1", "external:c.xlsx"]
)
def test_what_is_no_web_address_is_not_linked(address):
    cell = row_of(replace(PUBLISHED, article_url=address))["article_url"]
    assert (cell.hyperlink, cell.value) == (None, address)


def test_an_address_with_an_anchor_or_too_long_for_excel_is_written_whole():
    for address in ("https://a.example/x#y", "https://a.example/" + "x" * 3_000):
        assert row_of(replace(PUBLISHED, article_url=address))["article_url"].value == address


def test_links_stop_where_excel_has_enough(monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_LINKS", 4)
    cells = [cell for row in book(PUBLISHED, PUBLISHED)["Claims"].rows for cell in row]
    assert sum(bool(cell.hyperlink) for cell in cells) == 4
    assert sum(cell.value == PUBLISHED.public_url for cell in cells) == 2


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_every_text_comes_back_from_its_cell(text):
    assert text_of(row_of(replace(PUBLISHED, wording=text))["wording"]) == text


def test_a_text_too_long_for_a_cell_is_cut_and_shows_it():
    text = "🏠" * 20_000
    cut = spreadsheet.shorten(text)
    assert len(cut.encode("utf-16-le")) // 2 <= spreadsheet.LONGEST_TEXT
    assert cut == "🏠" * 16_383 + "…"
    assert row_of(replace(PUBLISHED, explanation=text))["explanation"].value == cut
    assert spreadsheet.shorten("x" * 32_767) == "x" * 32_767


def test_the_header_is_frozen_and_filters_the_rows():
    sheet = book(*RECORDS)["Claims"]
    last = get_column_letter(len(COLUMNS))
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:{last}5")
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["A"].width


def test_a_sheet_explains_the_columns():
    rows = [tuple(cell.value for cell in row) for row in book()["Columns"].rows]
    assert rows == [(column.name, column.meaning) for column in COLUMNS]


@pytest.mark.parametrize(("number", "sheets"), [(0, 1), (2, 1), (3, 2), (4, 2), (5, 3)])
def test_claims_go_on_over_as_many_sheets_as_they_need(monkeypatch, number, sheets):
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 3)
    made = book(*(replace(PUBLISHED, claim_id=one) for one in range(number)))
    titles = [title for title in made.sheetnames if title != "Columns"]
    assert titles == ["Claims", "Claims 2", "Claims 3"][:sheets]
    found = [cell.value for title in titles for cell in made[title]["A"][1:]]
    assert found == list(range(number))


def test_the_workbook_was_made_when_the_export_was_asked_for():
    assert book().properties.created == CONTEXT.generated_at.replace(tzinfo=None)
    assert book().properties.creator == "The Example Checker"


def test_the_output_needs_only_write():
    class Pipe:
        written = b""

        def write(self, raw: bytes) -> None:
            self.written += raw

    pipe = Pipe()
    exports.get("xlsx").write(iter(RECORDS), pipe, context=CONTEXT)
    assert pipe.written == exported("xlsx", *RECORDS)[0]


@pytest.mark.slow
def test_memory_does_not_grow_once_the_links_are_used_up(monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_LINKS", 300)
    dice, blocks = random.Random(4), []

    def records() -> Iterator[ClaimRecord]:
        for number in range(20_000):
            if number % 1_000 == 0:
                blocks.append(sys.getallocatedblocks())
            yield replace(PUBLISHED, claim_id=number, wording=f"{dice.random()} percent")

    with tempfile.TemporaryFile() as out:
        summary = exports.get("xlsx").write(records(), out, context=CONTEXT)
    assert summary.written == 20_000
    # One object kept for each record would make it twenty thousand.
    assert max(blocks[2:]) - min(blocks[2:]) < 2_000


def test_a_sheet_that_a_plain_archive_cannot_hold_is_written(monkeypatch):
    """A million claims are more than two gigabytes of XML; here the border is drawn lower."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 5_000)
    book = openpyxl.load_workbook(BytesIO(exported("xlsx", *[PUBLISHED] * 10)[0]))
    assert book["Claims"].max_row == 11
