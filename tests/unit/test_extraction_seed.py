"""The article that everything is shown with gives exactly its six labelled statements."""

import json
from pathlib import Path

import pytest

from tracker.extraction import extract

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def pair(shared: Path):
    article = (shared / "seed" / "article.txt").read_text("utf-8")
    gold = json.loads((shared / "seed" / "gold.json").read_text("utf-8"))
    return [one for one in extract(article) if one.statement], gold["claims"]


def test_the_seed_article_gives_its_statements_and_nothing_else(pair):
    found, gold = pair
    spans = [{part: one.to_json()[part] for part in ("content", "cue", "source")} for one in found]
    assert spans == [claim["spans"] for claim in gold]


def test_the_seed_statements_have_their_kinds_and_media(pair):
    found, gold = pair
    assert [(one.kind, one.medium) for one in found] == [
        (claim["kind"], claim["medium"]) for claim in gold
    ]


def test_the_seed_statements_have_their_speakers_and_roles(pair):
    found, gold = pair
    assert [(one.speaker.name, one.speaker.kind, one.speaker.role) for one in found] == [
        (claim["speaker"], claim["speaker_kind"], claim["role"]) for claim in gold
    ]


def test_what_was_only_talked_about_or_done_is_no_statement(shared: Path):
    article = (shared / "seed" / "article.txt").read_text("utf-8")
    others = {article[one.cue[0].start :][:20] for one in extract(article) if not one.statement}
    topics = {"to address key issue", "discussed drug and h", "disagreements over U"}
    assert others <= topics | {"initially refused to"}
