"""The registry of formats, and what every format keeps to."""

import os
import pkgutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import fields, replace
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from tests.export_records import CASES, CONTEXT, CORRECTED, PUBLISHED, RECORDS, exported
from tracker import exports
from tracker.domain.errors import NotFound, TooMuch
from tracker.domain.records import COLUMNS, ClaimRecord, read_columns
from tracker.exports.formats import pdf_report, word_report
from tracker.exports.registry import export_format

NAMES = [format_.name for format_ in exports.all_formats()]
#: A workbook is a ZIP of parts that must be complete first: they wait on disk. Pages are laid out
#: in memory, and so there is a limit to them.
SPOOLED = {"xlsx", "pdf", "docx"}
STREAMED = [name for name in NAMES if name not in SPOOLED]
#: What a writer may hold back before it writes.
CHUNK = 500


def unpacked(raw: bytes) -> bytes | dict[str, bytes]:
    """Return what was compressed; how well that was done is up to the machine's zlib."""
    if raw.startswith(b"%PDF"):
        pages = pypdf.PdfReader(BytesIO(raw)).pages
        return {str(page.page_number): page.extract_text().encode() for page in pages}
    if not zipfile.is_zipfile(BytesIO(raw)):
        return raw
    with zipfile.ZipFile(BytesIO(raw)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_formats_stand_in_the_order_of_their_labels():
    assert NAMES == [
        "atom",
        "csv",
        "claimreview",
        "datacommons",
        "xlsx",
        "json",
        "jsonl",
        "turtle",
        "html",
        "markdown",
        "pdf",
        "docx",
        "annotations",
    ]


def test_the_formats_for_the_public_hold_published_claims_alone():
    public = [one.name for one in exports.all_formats() if one.published_only]
    assert public == ["atom", "claimreview", "datacommons", "turtle"]


@pytest.mark.parametrize("name", NAMES)
def test_what_may_be_passed_on_holds_no_note_and_no_assignee(name):
    raw, _ = exported(name, replace(PUBLISHED, note="Between us", assignee="Kim Sato"))
    parts = unpacked(raw)
    whole = raw if isinstance(parts, bytes) else b"".join(parts.values())
    assert b"Between us" not in whole
    assert b"Kim Sato" not in whole


def test_importing_the_package_imports_every_writer():
    modules = {name for _, name, _ in pkgutil.iter_modules(exports.__path__)}
    assert {f"tracker.exports.{name}" for name in modules} <= sys.modules.keys()


def test_an_unknown_format_is_refused_with_the_names_of_those_there_are():
    with pytest.raises(NotFound, match="“runes”; there are: atom, csv, claimreview, "):
        exports.get("runes")


def test_a_format_cannot_be_registered_twice():
    register = export_format("csv", label="", media_type="", extension="", description="")
    with pytest.raises(ValueError, match="'csv' is registered twice"):
        register(exports.get("csv").write)


def test_the_columns_are_the_fields_of_the_record_in_order():
    assert [column.name for column in COLUMNS] == [field.name for field in fields(ClaimRecord)]


def test_a_record_is_read_in_the_order_of_the_columns():
    assert read_columns(PUBLISHED)[:2] == (7, PUBLISHED.wording)
    assert len(read_columns(PUBLISHED)) == len(COLUMNS)


@pytest.mark.parametrize("name", NAMES)
def test_the_bytes_are_those_on_file(name):
    expected = CASES / f"claims.{exports.get(name).extension}"
    assert unpacked(exported(name, *RECORDS)[0]) == unpacked(expected.read_bytes())


@pytest.mark.parametrize("name", NAMES)
def test_the_same_records_in_the_same_context_give_the_same_bytes(name):
    assert exported(name, *RECORDS)[0] == exported(name, *RECORDS)[0]


def test_another_process_gives_the_same_bytes_whatever_its_hashes_zone_and_language():
    told = (
        "import hashlib; from tests.export_records import RECORDS, exported; "
        "from tracker import exports; "
        "print([hashlib.sha256(exported(one.name, *RECORDS)[0]).hexdigest() "
        "for one in exports.all_formats()])"
    )
    worlds = ({"PYTHONHASHSEED": "1", "TZ": "UTC"}, {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"})
    answers = [
        subprocess.run(
            [sys.executable, "-c", told],
            cwd=Path(__file__).parents[2],
            env={**os.environ, "LC_ALL": "C", **world},
            capture_output=True,
            check=True,
        ).stdout
        for world in worlds
    ]
    assert answers[0].count(b"'") == 2 * len(NAMES)
    assert answers[0] == answers[1]


@pytest.mark.parametrize("name", ["docx", "html", "markdown"])
def test_a_day_after_a_name_from_the_right_is_not_turned_round(name):
    record = replace(PUBLISHED, outlet="הארץ")
    written, _ = exported(name, record)
    if name == "docx":
        written = zipfile.ZipFile(BytesIO(written)).read("word/document.xml")
    shown = written.decode().replace("\\", "").replace("&lrm;", "\u200e")
    assert "הארץ\u200e, 2026-01-15" in shown
    assert "Norbury\u200e" not in shown


@pytest.mark.parametrize("name", STREAMED)
def test_records_are_written_while_they_are_read(name):
    out, furthest_behind = BytesIO(), 0
    count = 3 * CHUNK
    size_of_one = len(exported(name, PUBLISHED)[0])

    def records() -> Iterator[ClaimRecord]:
        nonlocal furthest_behind
        for number in range(count):
            behind = number - out.tell() // size_of_one
            furthest_behind = max(furthest_behind, behind)
            yield replace(PUBLISHED, claim_id=number)

    summary = exports.get(name).write(records(), out, context=CONTEXT)
    assert summary.written == count
    assert furthest_behind < 2 * CHUNK


@pytest.mark.parametrize("name", ["pdf", "docx"])
def test_what_is_laid_out_in_memory_has_a_limit(name, monkeypatch):
    for module in (pdf_report, word_report):
        monkeypatch.setattr(module, "MOST_CLAIMS", 1)
    assert exported(name, PUBLISHED)[1].written == 1
    with pytest.raises(TooMuch, match="at most 1 claims"):
        exported(name, PUBLISHED, CORRECTED)


@pytest.mark.slow
@pytest.mark.parametrize("name", STREAMED)
def test_memory_does_not_grow_with_the_number_of_records(name):
    blocks = []

    def records() -> Iterator[ClaimRecord]:
        for number in range(100_000):
            if number % (2 * CHUNK) == 0:
                blocks.append(sys.getallocatedblocks())
            yield replace(PUBLISHED, claim_id=number)

    with Path(os.devnull).open("wb") as out:
        summary = exports.get(name).write(records(), out, context=CONTEXT)
    warm = blocks[2:]
    assert summary.written == 100_000
    # One object kept for each record would make it a hundred thousand.
    assert max(warm) - min(warm) < 5_000
