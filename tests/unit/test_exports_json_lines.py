"""JSON Lines: typed values, and nothing that ends a line inside one."""

import json
from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from tests.export_records import INTERNAL, PROPOSED, PUBLISHED, RECORDS, exported
from tracker.domain.records import COLUMNS
from tracker.exports.formats.json_lines import line


def test_keys_stand_in_the_order_of_the_columns():
    assert list(json.loads(line(PUBLISHED))) == [column.name for column in COLUMNS]


def test_what_concerns_the_newsroom_alone_must_be_asked_for():
    shared, _ = exported("jsonl", PUBLISHED)
    internal, _ = exported("jsonl", PUBLISHED, context=INTERNAL)
    assert json.loads(internal).keys() - json.loads(shared).keys() == {"note", "assignee"}


def test_each_record_is_one_line():
    raw, summary = exported("jsonl", *RECORDS)
    assert summary.written == len(raw.decode().splitlines()) == len(RECORDS)
    assert raw.endswith(b"\n")


def test_no_records_give_no_lines():
    assert exported("jsonl")[0] == b""


def test_values_keep_their_types():
    written = json.loads(line(PUBLISHED))
    assert written["claim_id"] == 7
    assert written["confidence"] == 0.875
    assert written["medium"] is None
    assert written["content_spans"] == [[15, 50], [60, 83]]
    assert written["qualifiers"] == ["cherry_picked", "outdated"]
    assert written["content_verdict"] == "false"


def test_days_and_moments_are_iso_8601():
    written = json.loads(line(PUBLISHED))
    assert written["said_on"] == "2026-01-14"
    assert datetime.fromisoformat(written["created_at"]) == PUBLISHED.created_at
    assert written["created_at"].endswith("Z")


def test_letters_are_written_as_they_are():
    assert "Minister hails “fall” in rents".encode() in line(PUBLISHED)


def test_line_and_paragraph_separators_are_escaped():
    written = line(replace(PROPOSED, wording="a\u2028b\u2029c"))
    assert rb"a\u2028b\u2029c" in written
    assert json.loads(written)["wording"] == "a\u2028b\u2029c"


@given(st.text(), st.text())
def test_every_text_comes_back_from_its_line(wording, note):
    written = line(replace(PUBLISHED, wording=wording, note=note))
    assert written.count(b"\n") == 1
    read = json.loads(written)
    assert (read["wording"], read["note"]) == (wording, note)
