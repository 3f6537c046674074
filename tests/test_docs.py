"""The documents say what the program does."""

import re
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from types import NoneType, UnionType
from typing import get_args

import pytest

from tracker.domain.commands import Stretch
from tracker.domain.evidence import EvidenceRecord, MediaRecord, ReplyRecord
from tracker.domain.records import COLUMNS, ClaimRecord
from tracker.domain.vocabulary import Qualifier, Word
from tracker.exports import all_formats
from tracker.exports.checks.rules import RULES

DICTIONARY = Path(__file__).parent.parent / "docs" / "data-dictionary.md"
KINDS = {
    str: "text",
    int: "whole number",
    float: "number",
    date: "day",
    datetime: "moment",
    tuple[Stretch, ...]: "spans",
    tuple[Qualifier, ...]: "list of words",
    tuple[EvidenceRecord, ...]: "list of sources",
    tuple[ReplyRecord, ...]: "list of replies",
    tuple[MediaRecord, ...]: "list of media",
}


def table(heading: str) -> list[list[str]]:
    """Return the first table after a heading, its head and its rule left out."""
    _, _, section = DICTIONARY.read_text(encoding="utf-8").partition(f"# {heading}\n")
    lines = re.search(r"(?:^\|.*\n?)+", section, re.MULTILINE).group().splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def held_by(column: str) -> tuple[type, bool]:
    """Return what a column holds, and whether it may be unknown."""
    hint = next(field.type for field in fields(ClaimRecord) if field.name == column)
    if not isinstance(hint, UnionType):
        return hint, False
    (kind,) = set(get_args(hint)) - {NoneType}
    return kind, True


def words_of(column: str) -> type[Word] | None:
    kind, _ = held_by(column)
    if kind == tuple[Qualifier, ...]:
        return Qualifier
    return kind if isinstance(kind, type) and issubclass(kind, Word) else None


def test_the_dictionary_lists_the_columns_in_order_with_their_meaning():
    listed = [(name, meaning) for name, _, _, meaning in table("Columns")]
    assert listed == [(f"`{column.name}`", column.meaning) for column in COLUMNS]


@pytest.mark.parametrize(("name", "kind", "unknown", "meaning"), table("Columns"))
def test_the_dictionary_says_what_a_column_holds(name, kind, unknown, meaning):
    holds, may_be_unknown = held_by(name.strip("`"))
    assert kind == KINDS.get(holds, "word")
    assert unknown == ("yes" if may_be_unknown else "no")


def test_every_kind_of_column_is_explained():
    explained = {kind for row in table("How a kind is written") for kind in row[0].split(", ")}
    assert {kind for _, kind, _, _ in table("Columns")} <= explained


def test_the_dictionary_lists_every_word_of_every_vocabulary():
    vocabularies = {column.name: words_of(column.name) for column in COLUMNS}
    expected = [
        [f"`{name}`", ", ".join(f"`{word}`" for word in words)]
        for name, words in vocabularies.items()
        if words
    ]
    assert table("Words") == expected


def test_the_dictionary_lists_every_format():
    listed = sorted(row[:3] for row in table("Formats"))
    expected = [
        [f"`{one.name}`", f"`.{one.extension}`", f"`{one.media_type}`"] for one in all_formats()
    ]
    assert listed == sorted(expected)


def test_the_dictionary_lists_every_rule():
    expected = [
        [found.rule, str(found.severity), f"`{found.field}`", found.message]
        for found in (rule.finding for rule in RULES)
    ]
    assert table("What must hold before a report leaves") == expected
