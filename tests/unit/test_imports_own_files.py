"""What we export comes back as it was: ``import(export(x)) == x``, and ugly tables are refused."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.export_records import CONTEXT, RECORDS
from tracker import exports
from tracker.domain.records import ClaimRecord
from tracker.domain.vocabulary import ContentVerdict, Qualifier, Stage
from tracker.imports import ClaimRow, Refusal, UnreadableFile, read, recognise, tables

_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
_LINES = st.text(st.sampled_from("\x07\u200b\u202e'=+-@＝\t\n \",;1aé🏠_x0041"), max_size=12)
#: What has broken a table before: line ends, quotes, formulas, apostrophes, and what no eye sees.
UGLY = (
    "two\nlines\n\nand a gap",
    'he said ""no"", then "yes"',
    "=1+1",
    "+49 30 1234",
    "-5",
    "-5 percent",
    "@everybody",
    "'",
    "''=1+1",
    "'-5",
    "\t=1+1",
    "\u200b\u200d\u2060\ufeffhidden\u00ad",
    "👩🏽\u200d🚒 and 🏴\U000e0067\U000e0062\U000e007f",
    "\u202eright to left\u202c مرحبا בוקר טוב",
    "＝1+1",
    "e\u0301 is not \u00e9",
    "a;b,c|d\te",
    "true",
    "2026-03-31",
    "1e5",
    "007",
    "NULL",
    "_x000D_",
    " spaces around ",
    "\u2028line\u2029paragraph\u0085next",
    "rings \x07 the bell, \x1b[31m red \x7f",
)
_MAYBE = st.none() | st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=9)
_STRETCHES = st.lists(st.tuples(st.integers(0, 99), st.integers(100, 999)), max_size=3).map(tuple)

CLAIMS = st.builds(
    replace,
    st.sampled_from(RECORDS),
    claim_id=st.integers(1, 2**31 - 1),
    wording=st.one_of(_TEXT, _LINES),
    explanation=st.one_of(_TEXT, _LINES),
    note=_LINES,
    role_as_stated=_MAYBE,
    medium=_MAYBE,
    said_on=st.none() | st.dates(),
    content_spans=_STRETCHES,
    qualifiers=st.lists(st.sampled_from(list(Qualifier)), unique=True).map(tuple),
    content_verdict=st.sampled_from(list(ContentVerdict)),
    stage=st.sampled_from(list(Stage)),
    confidence=st.none() | st.integers(0, 1000).map(lambda part: part / 1000),
    updated_at=st.integers(0, 10**9).map(lambda second: datetime.fromtimestamp(second, UTC)),
)


def round_trip(record: ClaimRecord, name: str) -> ClaimRecord:
    out = io.BytesIO()
    exports.get(name).write([record], out, context=replace(CONTEXT, internal=True))
    reader = "jsonl" if name == "json" else name
    assert recognise(out.getvalue()) == reader
    (row,) = read(reader, out.getvalue()).drafts
    assert isinstance(row, ClaimRow), row
    return replace(record, **dict.fromkeys(row.values, None) | dict(row.values))


@settings(max_examples=60, deadline=None)
@given(CLAIMS)
@pytest.mark.parametrize("name", ["csv", "jsonl"])
def test_a_claim_comes_back_as_it_left(name: str, record: ClaimRecord) -> None:
    assert round_trip(record, name) == record


@settings(max_examples=12, deadline=None)
@given(CLAIMS)
def test_a_claim_comes_back_from_a_workbook_as_it_left(record: ClaimRecord) -> None:
    assert round_trip(record, "xlsx") == record


@pytest.mark.parametrize("name", ["csv", "xlsx", "jsonl", "json"])
@pytest.mark.parametrize("text", UGLY)
def test_an_ugly_text_comes_back_as_it_left(name: str, text: str) -> None:
    record = replace(RECORDS[0], wording=text, explanation=text, note=text, role_as_stated=text)
    assert round_trip(record, name) == record


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("shift", range(5))
def test_a_long_file_is_recognised_wherever_a_character_is_cut(encoding: str, shift: int) -> None:
    text = "claim_id,wording\r\n7," + "x" * shift + "🏠" * 60_000
    assert recognise(text.encode(encoding)) == "csv"


@pytest.mark.parametrize("change", [b"\xef\xbb\xbf", b"", b"sep=,\r\n"])
def test_a_table_may_begin_as_spreadsheets_begin_it(change: bytes) -> None:
    (row,) = read("csv", change + b"claim_id,wording\r\n7,It rained.\r\n").drafts
    assert row == ClaimRow(2, 7, {"claim_id": 7, "wording": "It rained."})


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_table_may_be_saved_by_any_spreadsheet(delimiter, end, encoding) -> None:
    text = end.join([delimiter.join(["claim_id", "wording"]), delimiter.join(["7", "Ça va."]), ""])
    (row,) = read("csv", text.encode(encoding)).drafts
    assert isinstance(row, ClaimRow)
    assert row.values["wording"] == "Ça va."


def test_a_spreadsheet_may_spell_a_word_by_its_label() -> None:
    (row,) = read("csv", b"claim_id,content_verdict\r\n7,Mostly False\r\n").drafts
    assert isinstance(row, ClaimRow)
    assert row.values["content_verdict"] is ContentVerdict.MOSTLY_FALSE


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (b"claim_id,said_on\r\n7,31/03/2026\r\n", "year-month-day"),
        (b"claim_id,content_verdict\r\n7,rubbish\r\n", "none of"),
        (b"claim_id,wording\r\n,It rained.\r\n", "claim_id is missing"),
        (b"claim_id,wording\r\nseven,It rained.\r\n", "claim_id"),
        (b"claim_id,wording\r\n7\r\n", "1 cells"),
        (b'claim_id,content_spans\r\n7,"12-40;oops"\r\n', "positions"),
    ],
)
def test_a_wrong_row_is_refused_and_says_why(rows: bytes, message: str) -> None:
    (refusal,) = read("csv", rows).drafts
    assert isinstance(refusal, Refusal)
    assert refusal.line == 2
    assert message in refusal.message


def test_a_wrong_line_of_json_does_not_spoil_the_next() -> None:
    first, second = read("jsonl", b'{"claim_id": 7, "wor\n{"claim_id": 8}\n').drafts
    assert isinstance(first, Refusal)
    assert isinstance(second, ClaimRow)
    assert second.line == 2


@pytest.mark.parametrize(
    "content",
    [
        b"number,words\r\n7,It rained.\r\n",
        b"claim_id,claim_id\r\n7,8\r\n",
        b"claim_id,wording\r\n",
        b"PK\x03\x04 not a workbook",
    ],
)
def test_a_table_that_is_none_of_ours_is_refused(content: bytes) -> None:
    name = "xlsx" if content.startswith(b"PK") else "csv"
    with pytest.raises(UnreadableFile):
        read(name, content)


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(monkeypatch) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b" " * 300_000)
    monkeypatch.setattr(tables, "MOST_UNPACKED", 200_000)
    with pytest.raises(UnreadableFile, match="unpacks"):
        read("xlsx", bomb.getvalue())


def test_a_day_that_a_spreadsheet_made_a_moment_is_a_day() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["claim_id", "said_on", "strange"])
    book.active.append([7, datetime(2026, 3, 31), "x"])
    book.save(out)
    (row,) = read("xlsx", out.getvalue()).drafts
    assert isinstance(row, ClaimRow)
    assert row.values["said_on"] == date(2026, 3, 31)
    assert "strange" in row.notes[0]
