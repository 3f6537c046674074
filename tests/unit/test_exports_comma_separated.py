"""CSV: RFC 4180, and no cell that a spreadsheet would run."""

import csv
import io
import random
import re
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.export_records import CONTEXT, INTERNAL, PROPOSED, PUBLISHED, RECORDS, exported
from tracker.domain.formulas import guard, unguard
from tracker.domain.records import COLUMNS, ClaimRecord
from tracker.domain.vocabulary import Qualifier
from tracker.exports.formats.comma_separated import cells

ANY_TEXT = st.text(st.characters(exclude_categories=()))
#: Text made of what formulas, quoting and line ends are made of.
NASTY_TEXT = st.text(st.sampled_from("'=+-@＝＋－＠\t\r\n\0 \",;15.eE\u2028"), max_size=8)
NASTY_ALPHABET = "'=+-@＝＋－＠\t\r\n \",;159.eEaß🏠\u2028\xa0"
SIGNS = tuple("=+-@＝＋－＠")
BLANKS = "\0" + "".join(filter(str.isspace, map(chr, range(0x3001))))


def rows(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode(), newline=""), strict=True))


def row_of(record: ClaimRecord) -> dict[str, str]:
    header, row = rows(exported("csv", record, context=INTERNAL)[0])
    return dict(zip(header, row, strict=True))


def test_the_header_is_the_columns():
    assert rows(exported("csv", context=INTERNAL)[0]) == [[column.name for column in COLUMNS]]


def test_every_row_has_a_cell_for_each_column():
    raw, _ = exported("csv", *RECORDS, context=INTERNAL)
    assert {len(row) for row in rows(raw)} == {len(COLUMNS)}


def test_what_concerns_the_newsroom_alone_must_be_asked_for():
    header, row = rows(exported("csv", PUBLISHED)[0])
    assert {"note", "assignee"}.isdisjoint(header)
    assert len(row) == len(header) == len(COLUMNS) - 2
    assert PUBLISHED.note not in row


def test_records_end_with_carriage_return_and_line_feed():
    raw, _ = exported("csv", PUBLISHED)
    assert raw.count(b"\r\n") == raw.count(b"\n") == 2
    assert raw.endswith(b"\r\n")


def test_quotes_are_doubled_and_cells_with_commas_quoted():
    raw, _ = exported("csv", PROPOSED)
    assert b'"\'=HYPERLINK(""https://evil.example"",""rents, up"")"' in raw


def test_there_is_no_byte_order_mark_unless_it_is_asked_for():
    marked = replace(CONTEXT, byte_order_mark=True)
    assert exported("csv")[0].startswith(b"claim_id")
    assert exported("csv", context=marked)[0].startswith(b"\xef\xbb\xbfclaim_id")


def test_spans_are_written_as_ranges():
    assert row_of(PUBLISHED)["content_spans"] == "15-50;60-83"


def test_qualifiers_are_joined_by_semicolons():
    assert row_of(PUBLISHED)["qualifiers"] == "cherry_picked;outdated"


def test_moments_are_iso_8601_with_a_z():
    assert row_of(PUBLISHED)["created_at"] == "2026-01-15T10:00:00.250000Z"


def test_a_moment_outside_utc_keeps_its_offset():
    at = datetime(2026, 2, 1, 8, 0, tzinfo=timezone(timedelta(hours=2)))
    assert row_of(replace(PUBLISHED, updated_at=at))["updated_at"] == "2026-02-01T08:00:00+02:00"


def test_numbers_stay_numbers():
    row = row_of(PROPOSED)
    assert (row["quote"], row["confidence"], row["claim_id"]) == ("-5", "0.875", "9")


def test_what_is_unknown_is_empty():
    row = row_of(PROPOSED)
    assert row["speaker"] == row["said_on"] == row["cue_spans"] == row["qualifiers"] == ""


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\tx", "\rx", "\nx", "\0x"])
def test_a_formula_gets_an_apostrophe(text):
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["＝1+1", "＋1", "－1", "＠SUM(A1)", " =1+1", " \0=1", "\xa0\u3000@x"]
)
def test_full_width_and_spaced_formulas_get_one_too(text):
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+49", "-0.5", "+.5", "-1e9", "-1.5E-3", "7", ""])
def test_a_plain_number_gets_none(text):
    assert guard(text) == text


@pytest.mark.parametrize("text", ["-٣", "-1e", "-.", "-1 000", "-1,5", "--1"])
def test_what_only_looks_like_a_number_is_guarded(text):
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize("text", ["'Tis so", "“Rents”", " rents", "'90s", "a=b"])
def test_harmless_text_is_left_alone(text):
    assert guard(text) == text


@given(ANY_TEXT | NASTY_TEXT)
def test_the_guard_can_be_taken_back_for_every_text(text):
    assert unguard(guard(text)) == text


@given(ANY_TEXT | NASTY_TEXT)
def test_no_guarded_text_begins_like_a_formula(text):
    guarded = guard(text)
    is_number = re.fullmatch(r"[+-][0-9.]+([eE][+-]?[0-9]+)?", guarded)
    seen = guarded.lstrip(BLANKS)
    assert is_number or not (seen.startswith(SIGNS) or guarded.startswith(tuple("\t\r\n\0")))


@given(st.text() | NASTY_TEXT, st.text() | NASTY_TEXT)
def test_a_text_comes_back_from_its_cell(wording, note):
    row = row_of(replace(PUBLISHED, wording=wording, note=note))
    assert (unguard(row["wording"]), unguard(row["note"])) == (wording, note)


def test_a_hundred_thousand_texts_come_back_from_their_cells():
    dice = random.Random(12)
    texts = ["".join(dice.choices(NASTY_ALPHABET, k=dice.randrange(7))) for _ in range(100_000)]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([number, guard(text)] for number, text in enumerate(texts))
    out.seek(0)
    assert [unguard(row[1]) for row in csv.reader(out, strict=True)] == texts


@pytest.mark.parametrize(
    "column", [field.name for field in fields(ClaimRecord) if field.type in (str, str | None)]
)
def test_a_formula_in_a_column_of_text_is_guarded(column):
    assert "=1+1" not in cells(replace(PUBLISHED, **{column: "=1+1"}))


def test_a_cell_that_was_not_guarded_is_read_as_it_stands():
    assert unguard("'quoted'") == "'quoted'"


def test_the_summary_counts_the_rows():
    records = [replace(PUBLISHED, claim_id=number) for number in range(1_001)]
    raw, summary = exported("csv", *records)
    assert (summary.written, summary.left_out_total) == (1_001, 0)
    assert len(rows(raw)) == 1_002


def test_the_clock_of_the_record_is_written_in_utc():
    at = datetime(2026, 2, 1, tzinfo=UTC)
    assert row_of(replace(PUBLISHED, updated_at=at))["updated_at"] == "2026-02-01T00:00:00Z"


def test_qualifiers_stand_in_the_order_of_the_record():
    turned = replace(PUBLISHED, qualifiers=(Qualifier.SATIRE, Qualifier.EXAGGERATED))
    assert row_of(turned)["qualifiers"] == "satire;exaggerated"
