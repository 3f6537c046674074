"""The rules of a claim report: each is broken once, and a sound report breaks none."""

from dataclasses import fields, replace
from datetime import date

import pytest

from tests.export_records import CONTEXT, EVIDENCE, PROPOSED, PUBLISHED, REPLIES
from tracker.domain.evidence import MediaRecord
from tracker.domain.evidence_words import Authenticity, MediaKind, ReplyOutcome, Stance
from tracker.domain.records import ClaimRecord
from tracker.domain.vocabulary import (
    AttributionVerdict,
    Checkability,
    ContentVerdict,
    SpeakerKind,
    Stage,
    Visibility,
)
from tracker.exports.checks.findings import HOUSE
from tracker.exports.checks.preflight import Severity, findings, obstacle
from tracker.exports.checks.rules import RULES

IMPOSSIBLE = MediaRecord(
    kind=MediaKind.IMAGE,
    description="",
    content_url="https://pictures.example/1",
    archive_url=None,
    authenticity=(Authenticity.ORIGINAL, Authenticity.EDITED),
    original_url=None,
    original_context="",
)
ERRORS = {
    "retracted": {"stage": Stage.RETRACTED},
    "not published": {"stage": Stage.APPROVED},
    "not public": {"visibility": Visibility.EMBARGO},
    "no wording": {"wording": " "},
    "no rating": {"content_verdict": ContentVerdict.NOT_RATED, "verdict_label": ""},
    "label contradicts rating": {"content_verdict": ContentVerdict.TRUE},
    "no page address": {"public_url": None},
    "page address not absolute": {"public_url": "/claims/7"},
    "page address off the site": {"public_url": "https://elsewhere.example/claims/7"},
    "own claim": {"speaker": "the example checker"},
    "said after the review": {"said_on": date(2026, 2, 3)},
    "medium contradicts itself": {"media": (IMPOSSIBLE,)},
}
WARNINGS = {
    "long wording": {"wording": "a" * 75},
    "verdict in wording": {"wording": "It is false that rents fell."},
    "no label": {"verdict_label": ""},
    "no explanation": {"explanation": "\n"},
    "no named speaker": {"speaker_kind": SpeakerKind.ANONYMOUS},
    "speaker never said it": {"attribution_verdict": AttributionVerdict.FABRICATED},
    "speaker address not absolute": {"speaker_same_as": "Q0"},
    "no day of saying": {"said_on": None},
    "no article address": {"article_url": None},
    "appearance not archived": {"article_archive_url": "archive.example/7"},
    "only days known": {"said_on": date(2026, 2, 1)},
    "language not BCP 47": {"article_language": "English"},
    "no day of review": {"first_published_at": None},
    "shared page": {"public_url": "https://checks.example/reports#claim-7"},
    "not checkable": {"checkability": Checkability.OPINION},
    "no evidence day": {"verdict_as_of": None},
    "no evidence": {"evidence": (), "sources": 0, "independent_sources": 0},
    "sources not independent": {"independent_sources": 1},
    "one-sided evidence": {
        "evidence": tuple(replace(one, stance=Stance.SUPPORTS) for one in EVIDENCE)
    },
    "evidence not archived": {
        "evidence": (replace(EVIDENCE[0], archive_url=None, snapshot_sha256=None), EVIDENCE[1])
    },
    "evidence out of date": {
        "evidence": (replace(EVIDENCE[0], valid_until=date(2026, 2, 28)), EVIDENCE[1])
    },
    "reply still due": {"replies": (replace(REPLIES[0], outcome=ReplyOutcome.WAITING),)},
}


def names(record: ClaimRecord, context=CONTEXT) -> list[str]:
    return [finding.rule for finding in findings(record, context)]


def test_a_sound_report_breaks_no_rule():
    assert findings(PUBLISHED, CONTEXT) == []
    assert obstacle(PUBLISHED, CONTEXT) is None


@pytest.mark.parametrize(("rule", "changes"), ERRORS.items())
def test_an_error_is_found_and_keeps_the_report_in(rule, changes):
    record = replace(PUBLISHED, **changes)
    assert rule in names(record)
    assert obstacle(record, CONTEXT).rule == rule


@pytest.mark.parametrize(("rule", "changes"), WARNINGS.items())
def test_a_warning_is_found_and_lets_the_report_go(rule, changes):
    record = replace(PUBLISHED, **changes)
    assert names(record) == [rule]
    assert obstacle(record, CONTEXT) is None


def test_a_medium_is_an_appearance_that_is_archived_too():
    medium = replace(IMPOSSIBLE, authenticity=(Authenticity.EDITED,))
    assert names(replace(PUBLISHED, media=(medium,))) == ["appearance not archived"]
    kept = replace(medium, archive_url="https://archive.example/picture")
    assert names(replace(PUBLISHED, media=(kept,))) == []


def test_a_newsroom_without_a_name_is_warned():
    assert names(PUBLISHED, replace(CONTEXT, publisher_name="")) == ["newsroom not named"]
    assert names(PUBLISHED, replace(CONTEXT, publisher_url="about")) == ["newsroom not named"]


def test_every_rule_is_broken_by_a_test():
    assert {*ERRORS, *WARNINGS, "newsroom not named"} == {rule.finding.rule for rule in RULES}


def test_the_table_names_each_rule_once_and_errors_first():
    severities = [rule.finding.severity for rule in RULES]
    assert len({rule.finding.rule for rule in RULES}) == len(RULES)
    assert severities == sorted(severities, key=list(Severity).index)


def test_every_rule_says_where_to_mend_it_and_whose_it_is():
    places = {field.name for field in fields(ClaimRecord)} | {"publisher"}
    for rule in RULES:
        assert rule.finding.field in places
        assert rule.finding.source == HOUSE or rule.finding.source.startswith("https://")


def test_a_draft_shows_its_whole_sheet():
    found = findings(PROPOSED, CONTEXT)
    assert {"not published", "no rating", "no named speaker"} <= {one.rule for one in found}


def test_a_report_is_asked_about_before_it_is_published():
    approved = replace(PUBLISHED, stage=Stage.APPROVED, visibility=Visibility.INTERNAL)
    as_published = replace(approved, stage=Stage.PUBLISHED, visibility=Visibility.PUBLIC)
    assert findings(as_published, CONTEXT) == []


@pytest.mark.parametrize(
    "address",
    [
        "https://checks.example/claims/7",
        "https://www.checks.example/claims/7",
        "http://archive.checks.example/claims/7",
    ],
)
def test_a_page_on_the_site_or_below_it_is_its_own(address):
    assert names(replace(PUBLISHED, public_url=address)) == []


@pytest.mark.parametrize(
    "address",
    [
        "https://otherchecks.example/claims/7",
        "https://checks.example.net/claims/7",
        "https://checks.example@elsewhere.example/claims/7",
    ],
)
def test_a_page_that_only_looks_like_it_is_not(address):
    assert names(replace(PUBLISHED, public_url=address)) == ["page address off the site"]


@pytest.mark.parametrize(
    "address", ["ftp://checks.example/7", "https://", "https://[/7", "https://checks.example/a b"]
)
def test_what_is_no_web_address_is_refused(address):
    found = obstacle(replace(PUBLISHED, public_url=address), CONTEXT)
    assert found.rule == "page address not absolute"


@pytest.mark.parametrize(
    ("label", "verdict"),
    [
        ("False", ContentVerdict.TRUE),
        ("FALSE!", ContentVerdict.MIXED),
        ("Pants on Fire", ContentVerdict.MOSTLY_TRUE),
        ("Vrai", ContentVerdict.FALSE),
        ("Unproven", ContentVerdict.FALSE),
        ("True", ContentVerdict.UNPROVEN),
    ],
)
def test_a_well_known_label_must_fit_the_rating(label, verdict):
    record = replace(PUBLISHED, verdict_label=label, content_verdict=verdict)
    assert obstacle(record, CONTEXT).rule == "label contradicts rating"


@pytest.mark.parametrize(
    ("label", "verdict"),
    [
        ("Mostly false", ContentVerdict.FALSE),
        ("Unproven", ContentVerdict.UNVERIFIABLE),
        ("No, they rose", ContentVerdict.FALSE),
    ],
)
def test_neighbouring_steps_and_unknown_labels_may_stand(label, verdict):
    record = replace(PUBLISHED, verdict_label=label, content_verdict=verdict)
    assert obstacle(record, CONTEXT) is None


def test_who_says_it_does_not_count_as_wording():
    wording = f"Ada Okafor (housing minister) said that rents fell by {'1' * 50} percent."
    assert names(replace(PUBLISHED, wording=wording, verdict_label="Housing")) == []


def test_a_verdict_is_a_whole_word():
    record = replace(PUBLISHED, wording="Rents were falsely reported.", verdict_label="Rent")
    assert names(record) == []


def test_a_claim_may_be_dated_a_day_after_the_moment_in_utc():
    after = replace(PUBLISHED, said_on=date(2026, 2, 2))
    assert names(after) == ["only days known"]
    assert obstacle(after, CONTEXT) is None


@pytest.mark.parametrize("tag", ["en", "de-CH", "zh-Hant-TW", "es-419", "ca-valencia"])
def test_language_tags_of_bcp_47_are_known(tag):
    assert names(replace(PUBLISHED, article_language=tag)) == []


@pytest.mark.parametrize("speaker", [None, ""])
def test_a_claim_without_a_speaker_is_not_the_newsrooms_own(speaker):
    record = replace(PUBLISHED, speaker=speaker, speaker_same_as=None)
    assert names(record, replace(CONTEXT, publisher_name="")) == [
        "no named speaker",
        "newsroom not named",
    ]


def test_the_newsroom_is_known_by_its_address_too():
    record = replace(PUBLISHED, speaker_same_as=CONTEXT.publisher_url)
    assert obstacle(record, CONTEXT).rule == "own claim"
