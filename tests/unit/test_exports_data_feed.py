"""The feed for Data Commons: reports in their envelopes, and what was taken back marked so."""

import json
from dataclasses import replace

import pytest
from rdflib import RDF, SDO, Graph, Literal

from tests.export_records import CONTEXT, CORRECTED, PROPOSED, PUBLISHED, RETRACTED, exported
from tracker.domain.vocabulary import Stage, Visibility
from tracker.exports.formats.claim_review import review

# rdflib's own parser of JSON-LD still uses what rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


def feed(*records, context=CONTEXT) -> dict:
    return json.loads(exported("datacommons", *records, context=context)[0])


def element(record=PUBLISHED) -> dict:
    (only,) = feed(record)["dataFeedElement"]
    return only


def test_the_envelope_says_whose_feed_it_is_and_of_when():
    made = feed(PUBLISHED)
    assert list(made) == [
        "@context",
        "@type",
        "name",
        "dateModified",
        "license",
        "dataFeedElement",
    ]
    assert (made["@context"], made["@type"]) == ("https://schema.org", "DataFeed")
    assert made["dateModified"] == "2026-03-01T09:30:00Z"
    assert made["license"] == CONTEXT.licence_url


def test_a_feed_without_a_licence_names_none():
    assert "license" not in feed(PUBLISHED, context=replace(CONTEXT, licence_url=None))


def test_a_feed_without_reports_is_still_a_feed():
    assert feed()["dataFeedElement"] == []


def test_an_element_wraps_the_report_that_claimreview_writes():
    assert element(CORRECTED) == {
        "@type": "DataFeedItem",
        "url": CORRECTED.public_url,
        "dateCreated": "2026-02-01T08:00:00Z",
        "dateModified": "2026-02-09T08:00:00Z",
        "item": [review(CORRECTED, CONTEXT)],
    }


def test_a_retracted_report_is_a_tombstone_that_holds_none_of_its_words():
    assert element(RETRACTED) == {
        "@type": "DataFeedItem",
        "url": "https://checks.example/claims/10",
        "dateCreated": "2026-02-01T08:00:00Z",
        "dateModified": "2026-02-20T08:00:00Z",
        "dateDeleted": "2026-02-20T08:00:00Z",
    }


@pytest.mark.parametrize(
    "never_read",
    [
        {"visibility": Visibility.INTERNAL},
        {"visibility": Visibility.EMBARGO},
        {"first_published_at": None},
        {"public_url": None},
        {"public_url": "https://elsewhere.example/claims/10"},
    ],
)
def test_what_the_public_never_read_leaves_no_tombstone(never_read):
    raw, summary = exported("datacommons", replace(RETRACTED, **never_read))
    assert json.loads(raw)["dataFeedElement"] == []
    assert summary.left_out == {"retracted": 1}


def test_what_may_not_leave_is_counted_by_reason():
    _, summary = exported("datacommons", PUBLISHED, PUBLISHED, PROPOSED, RETRACTED, RETRACTED)
    assert summary.written == 2
    assert summary.left_out == {"not published": 1, "repeated": 2}


def test_a_claim_that_is_worked_on_again_is_no_tombstone():
    assert feed(replace(RETRACTED, stage=Stage.IN_PROGRESS))["dataFeedElement"] == []


def test_schema_org_knows_every_type_and_property():
    graph = Graph()
    here = feed(PUBLISHED, CORRECTED, RETRACTED) | {"@context": {"@vocab": str(SDO)}}
    graph.parse(data=json.dumps(here), format="json-ld")
    words = set(graph.predicates()) | set(graph.objects(None, RDF.type))
    assert not [word for word in words - {RDF.type} if word not in SDO]
    (deleted,) = graph.subjects(SDO.dateDeleted)
    assert graph.value(deleted, SDO.url) == Literal(RETRACTED.public_url)
    assert len(set(graph.subjects(RDF.type, SDO.ClaimReview))) == 2


def test_text_cannot_end_the_string_it_stands_in():
    nasty = '"}]}</script>\u2028'
    (only,) = feed(replace(PUBLISHED, explanation=nasty))["dataFeedElement"]
    assert only["item"][0]["reviewRating"]["ratingExplanation"] == nasty
