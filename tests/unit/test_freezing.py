"""A frozen report reads back as it was, whatever columns came since."""

import json
from dataclasses import fields, replace

import pytest

from tests.export_records import PUBLISHED, RECORDS
from tracker.domain.freezing import freeze, thaw


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: str(record.claim_id))
def test_what_was_frozen_reads_back_equal(record) -> None:
    assert thaw(freeze(record)) == record


def test_a_column_that_came_later_has_its_default() -> None:
    frozen = json.loads(freeze(PUBLISHED))
    del frozen["media"], frozen["note"]
    read = thaw(json.dumps(frozen))
    assert (read.media, read.note) == ((), None)


def test_a_column_that_went_away_is_passed_over() -> None:
    frozen = json.loads(freeze(PUBLISHED)) | {"gone": 1}
    assert thaw(json.dumps(frozen)) == PUBLISHED


def test_every_field_that_may_be_empty_reads_back_empty() -> None:
    empty = {one.name: None for one in fields(PUBLISHED) if "None" in str(one.type)}
    record = replace(PUBLISHED, **empty)
    assert thaw(freeze(record)) == record


def test_a_word_that_is_none_is_refused() -> None:
    frozen = json.loads(freeze(PUBLISHED)) | {"stage": "lost"}
    with pytest.raises(ValueError, match="lost"):
        thaw(json.dumps(frozen))
