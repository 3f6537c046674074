"""JSON: one document, valid by its schema, that says what it is and how much is in it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.export_records import CONTEXT, INTERNAL, PUBLISHED, RECORDS, exported
from tracker.domain.records import COLUMNS
from tracker.exports.json_schema import document_schema

COPY = Path(__file__).parents[2] / "docs" / "claims.schema.json"
VALIDATOR = Draft202012Validator(document_schema(), format_checker=FormatChecker())


def document(*records, context=CONTEXT):
    return json.loads(exported("json", *records, context=context)[0])


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(document_schema())


def test_the_schema_for_readers_is_the_one_of_the_program():
    assert json.loads(COPY.read_text(encoding="utf-8")) == document_schema()


@pytest.mark.parametrize("context", [CONTEXT, INTERNAL], ids=["shared", "internal"])
@pytest.mark.parametrize("records", [(), RECORDS], ids=["empty", "full"])
def test_a_document_is_valid(records, context):
    VALIDATOR.validate(document(*records, context=context))


@pytest.mark.parametrize("column", [column.name for column in COLUMNS if not column.is_internal])
def test_a_claim_without_one_of_its_fields_is_not_valid(column):
    written = document(PUBLISHED)
    del written["claims"][0][column]
    assert not VALIDATOR.is_valid(written)


def test_a_word_that_no_vocabulary_has_is_not_valid():
    written = document(PUBLISHED)
    written["claims"][0]["stage"] = "forgotten"
    assert not VALIDATOR.is_valid(written)


def test_the_envelope_says_what_it_is_whose_and_of_when():
    written = document(PUBLISHED)
    assert written["schema"] == "claim-tracker/claims"
    assert written["generated_at"] == "2026-03-01T09:30:00Z"
    assert written["newsroom"]["name"] == "The Example Checker"
    assert written["count"] == len(written["claims"]) == 1


def test_what_concerns_the_newsroom_alone_must_be_asked_for():
    (shared,) = document(PUBLISHED)["claims"]
    (internal,) = document(PUBLISHED, context=INTERNAL)["claims"]
    assert internal.keys() - shared.keys() == {"note", "assignee"}


def test_a_moment_that_is_not_known_is_null():
    (claim,) = document(replace(PUBLISHED, first_published_at=None))["claims"]
    assert claim["first_published_at"] is None
