"""Who is meant: names, roles, pronouns and descriptions, resolved within the article."""

import json
from pathlib import Path

import pytest

from tests.bench.judgements import speakers
from tracker.extraction import RawAttribution, Span, Speaker
from tracker.extraction.layout import lay_out
from tracker.extraction.speakers import resolve


def who(text: str, *sources: str) -> list[Speaker]:
    """Return the speakers of sources that stand in the text in this order."""
    raws, at = [], 0
    for source in sources:
        at = text.index(source, at)
        span = Span(at, at + len(source))
        at = span.end
        raws.append(RawAttribution((span,), (), (span,)))
    return resolve(lay_out(text), raws)


def test_a_surname_is_the_person_named_in_full_before():
    text = "Mayor Ada Moss came. Rents will fall, Moss said."
    assert who(text, "Ada Moss", "Moss")[1] == Speaker("Ada Moss", "person", "Mayor")


def test_a_title_with_a_surname_may_come_before_the_full_name():
    text = "Mr. Pike spoke first. Later Jon Pike, a baker, left."
    assert who(text, "Mr. Pike") == [Speaker("Jon Pike", "person", "baker")]


@pytest.mark.parametrize(
    ("text", "source", "role"),
    [
        ("Hugh Hill, a doctor, said so.", "Hugh Hill, a doctor,", "doctor"),
        ("White House press secretary Jo Ash said so.", "Jo Ash", "White House press secretary"),
        ("Sen. Ann Low (D-Ohio) said so.", "Sen. Ann Low (D-Ohio)", "Sen. (D-Ohio)"),
        ("An attorney for Bell, Mark Dow, said so.", "Mark Dow", "attorney for Bell"),
        ("Rep. Al Bo, the panel's chairman, said so.", "Al Bo", "Rep., the panel's chairman"),
        ("Sens. Ann Low (D-Ohio) and Jon Pike (R-Utah) met.", "Jon Pike", "Sen. (R-Utah)"),
        ("In Chelsea, the mayor said so. Ada Moss left.", "Ada Moss", None),
    ],
)
def test_a_role_is_read_beside_the_name(text, source, role):
    assert who(text, source)[0].role == role


def test_a_pronoun_is_the_last_fitting_person():
    text = "Ada Moss met Jon Pike on Monday. She spoke of rents. He said no."
    assert [one.name for one in who(text, "She", "He")] == ["Ada Moss", "Jon Pike"]


def test_a_pronoun_prefers_who_spoke_last():
    text = "Ada Moss, the mayor, said rents rose. She added that Eve Hall agreed. She smiled."
    assert [one.name for one in who(text, "Ada Moss", "She", "She")] == ["Ada Moss"] * 3


def test_they_of_a_clause_are_the_people_of_its_sentence():
    text = "The senators met. The state struck off voters because they did not answer."
    assert who(text, "The senators", "they")[1] == Speaker("voters", "group")


def test_they_are_who_spoke_in_the_sentence_rather_than_its_other_people():
    text = "The senators told voters to wait because they were busy."
    assert who(text, "The senators", "they")[1].name == "senators"


def test_a_description_finds_the_role_that_answers_to_it():
    text = "Colombian President Gustavo Petro met Ann Low. The Colombian head of state left."
    assert who(text, "The Colombian head of state")[0].name == "Gustavo Petro"


def test_a_description_may_be_named_below():
    text = "The mayor said no. Later Ada Moss, the mayor, left."
    assert who(text, "The mayor")[0].name == "Ada Moss"


def test_a_description_of_another_nation_finds_nobody():
    text = "Colombian President Gustavo Petro spoke. The French president left."
    assert who(text, "The French president")[0].name != "Gustavo Petro"


def test_two_joined_names_are_a_group():
    text = "Ann Low and Jon Pike said no."
    assert who(text, "Ann Low and Jon Pike") == [Speaker("Ann Low; Jon Pike", "group")]


def test_an_abbreviation_is_the_organisation_it_was_defined_for():
    text = "The Alliance to Save Our Quay (ASOQ) met. ASOQ said no."
    assert who(text, "ASOQ", "ASOQ")[1] == Speaker("Alliance to Save Our Quay", "organisation")


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("A senior official who spoke on condition of anonymity", "anonymous"),
        ("Two people familiar with the talks", "anonymous"),
        ("Many lawmakers", "group"),
        ("A federal appeals court", "organisation"),
        ("A recent survey", "document"),
        ("A judge", "anonymous"),
    ],
)
def test_a_source_without_a_name_is_typed_and_kept(source, kind):
    speaker = who(f"{source} said no.", source)[0]
    assert speaker.kind == kind
    assert speaker.name


def test_no_source_is_no_speaker():
    assert resolve(lay_out("It was said."), [RawAttribution((Span(0, 2),))]) == [None]


@pytest.mark.shared
def test_speakers_of_labelled_articles_are_found(shared: Path):
    folder = shared / "eval" / "data"
    lines = (folder / "polnear-dev.jsonl").read_text("utf-8").splitlines()
    articles = {article["id"]: article for article in map(json.loads, lines)}
    share = speakers(articles, json.loads((folder / "speakers-dev.json").read_text("utf-8")))
    assert share["all"] >= 0.92, share
    assert share["description"] >= 0.75, share
    assert share["pronoun"] >= 0.85, share
    assert share["role"] >= 0.85, share
