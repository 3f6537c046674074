"""ClaimReview: what the markup says, and that schema.org knows every word of it."""

import json
from dataclasses import replace
from datetime import date

import pyld
import pytest
from rdflib import RDF, SDO, BNode, Graph, Literal, URIRef

from tests.export_records import CONTEXT, CORRECTED, PROPOSED, PUBLISHED, exported
from tracker.domain.evidence import MediaRecord
from tracker.domain.evidence_words import Authenticity, MediaKind
from tracker.domain.report_words import CorrectionKind, Readers
from tracker.domain.vocabulary import (
    AttributionVerdict,
    ClaimKind,
    ContentVerdict,
    SpeakerKind,
    Stage,
    Visibility,
)
from tracker.exports.formats.claim_review import claim_review

# rdflib's own parser of JSON-LD still uses what rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

PAGE = "https://checks.example/claims/7"


def graph_of(*documents: dict) -> Graph:
    """Read the markup as RDF, with schema.org's vocabulary in place of its address."""
    graph = Graph()
    for document in documents:
        here = document | {"@context": {"@vocab": str(SDO)}}
        graph.parse(data=json.dumps(here), format="json-ld")
    return graph


def rating(record=PUBLISHED) -> dict:
    return claim_review(record, CONTEXT)["reviewRating"]


def claim(record=PUBLISHED) -> dict:
    return claim_review(record, CONTEXT)["itemReviewed"]


# ── read by others ──────────────────────────────────────────────────────────────────────────


def test_schema_org_knows_every_type_and_property():
    graph = graph_of(claim_review(PUBLISHED, CONTEXT), claim_review(CORRECTED, CONTEXT))
    words = set(graph.predicates()) | set(graph.objects(None, RDF.type))
    assert len(words) > 30
    assert not [word for word in words - {RDF.type} if word not in SDO]


def test_every_node_that_is_pointed_to_is_described():
    graph = graph_of(claim_review(PUBLISHED, CONTEXT))
    nodes = {node for node in graph.objects() if isinstance(node, URIRef | BNode)}
    types = set(graph.objects(None, RDF.type))
    assert nodes - types <= set(graph.subjects(RDF.type))


def test_a_reader_of_the_graph_finds_verdict_claim_and_speaker():
    graph = graph_of(json.loads(exported("claimreview", PUBLISHED)[0]))
    (found,) = graph.query(
        """
        PREFIX schema: <https://schema.org/>
        SELECT ?text ?value ?name WHERE {
          ?review a schema:ClaimReview ; schema:claimReviewed ?text ;
            schema:reviewRating / schema:ratingValue ?value ;
            schema:itemReviewed / schema:author / schema:name ?name }
        """
    )
    assert tuple(found) == (Literal(PUBLISHED.wording), Literal(1), Literal("Ada Okafor"))


def test_the_review_has_one_rating_and_attribution_another_of_its_own():
    graph = graph_of(claim_review(PUBLISHED, CONTEXT))
    review = graph.value(None, RDF.type, SDO.ClaimReview)
    (content,) = graph.objects(review, SDO.reviewRating)
    attribution = graph.value(graph.value(review, SDO.associatedReview), SDO.reviewRating)
    assert graph.value(content, SDO.alternateName) == Literal("False")
    assert graph.value(content, SDO.reviewAspect) is None
    assert graph.value(attribution, SDO.alternateName) == Literal("Accurate quote")
    assert graph.value(attribution, SDO.reviewAspect) == Literal("attribution")
    assert graph.value(attribution, SDO.ratingValue) is None


def test_several_claims_share_no_identifier():
    raw, _ = exported("claimreview", PUBLISHED, replace(PUBLISHED, claim_id=70), CORRECTED)
    graph = graph_of(json.loads(raw))
    assert len(set(graph.subjects(RDF.type, SDO.Claim))) == 3
    assert len(set(graph.subjects(RDF.type, SDO.ClaimReview))) == 3


# ── the page ────────────────────────────────────────────────────────────────────────────────


def test_a_single_review_is_the_root_with_the_one_context_google_reads():
    document = claim_review(PUBLISHED, CONTEXT)
    assert (document["@context"], document["@type"]) == ("https://schema.org", "ClaimReview")


def test_several_stand_in_a_graph_that_names_the_context_once():
    raw, _ = exported("claimreview", PUBLISHED, CORRECTED)
    document = json.loads(raw)
    assert list(document) == ["@context", "@graph"]
    assert ["@context" in review for review in document["@graph"]] == [False, False]


def test_the_newsroom_is_author_and_publisher_of_the_markup():
    document = claim_review(PUBLISHED, CONTEXT)
    assert document["author"] == document["sdPublisher"]
    assert document["author"]["name"] == "The Example Checker"
    assert document["sdLicense"] == CONTEXT.licence_url
    assert document["sdDatePublished"] == "2026-03-01"


def test_a_correction_says_so():
    document = claim_review(CORRECTED, CONTEXT)
    assert document["creativeWorkStatus"] == "Corrected"
    assert (document["version"], document["dateModified"]) == (2, "2026-02-09T08:00:00Z")


def test_a_corrected_report_says_what_was_corrected():
    corrected = replace(
        PUBLISHED,
        stage=Stage.CORRECTED,
        correction=CorrectionKind.CLARIFICATION,
        public_note="We first wrote 2024.",
    )
    document = claim_review(corrected, CONTEXT)
    assert document["correction"]["@type"] == "CorrectionComment"
    assert document["correction"]["text"] == "We first wrote 2024."
    assert document["correction"]["datePublished"] == document["dateModified"]
    assert "correction" not in claim_review(PUBLISHED, CONTEXT)


def test_a_report_that_two_people_read_says_so_even_where_one_would_do_today():
    alone = replace(CONTEXT, single_reader=True)
    assert "creditText" not in claim_review(replace(PUBLISHED, readers=Readers.TWO_PEOPLE), alone)
    single = replace(PUBLISHED, readers=Readers.SINGLE_READER)
    assert claim_review(single, CONTEXT)["creditText"].startswith("Single reader")


def test_a_newsroom_with_a_single_reader_says_so():
    document = claim_review(PUBLISHED, replace(CONTEXT, single_reader=True))
    assert document["creditText"].startswith("Single reader")
    assert "creditText" not in claim_review(PUBLISHED, CONTEXT)


def test_identifiers_hang_on_the_page_without_its_anchor():
    document = claim_review(replace(PUBLISHED, public_url=f"{PAGE}#report"), CONTEXT)
    assert document["url"] == f"{PAGE}#report"
    assert document["@id"] == f"{PAGE}#review-7"


def test_the_claim_is_written_without_who_says_it():
    wording = "Ada Okafor (housing minister) said that rents fell by 12 percent."
    document = claim_review(replace(PUBLISHED, wording=wording), CONTEXT)
    assert document["claimReviewed"] == "Rents fell by 12 percent."
    assert document["itemReviewed"]["text"] == "Rents fell by 12 percent."


# ── the verdict ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("verdict", "value"),
    [
        (ContentVerdict.TRUE, 5),
        (ContentVerdict.MOSTLY_TRUE, 4),
        (ContentVerdict.MIXED, 3),
        (ContentVerdict.MOSTLY_FALSE, 2),
        (ContentVerdict.FALSE, 1),
    ],
)
def test_closer_to_the_best_is_more_true(verdict, value):
    written = rating(replace(PUBLISHED, content_verdict=verdict))
    assert written["ratingValue"] == value
    assert written["worstRating"] == 1
    assert written["bestRating"] == 5


@pytest.mark.parametrize("verdict", [ContentVerdict.UNPROVEN, ContentVerdict.UNVERIFIABLE])
def test_a_verdict_beside_the_scale_has_a_label_and_no_value(verdict):
    written = rating(replace(PUBLISHED, content_verdict=verdict, verdict_label=""))
    assert written["alternateName"] == verdict.label
    assert "ratingValue" not in written


def test_the_newsrooms_own_label_comes_first():
    assert rating(replace(PUBLISHED, verdict_label="Made up"))["alternateName"] == "Made up"
    assert rating(replace(PUBLISHED, verdict_label=" "))["alternateName"] == "False"


def test_the_explanation_stands_with_the_rating():
    assert rating()["ratingExplanation"] == PUBLISHED.explanation
    assert "ratingExplanation" not in rating(replace(PUBLISHED, explanation=""))


def test_an_attribution_that_was_not_checked_is_not_rated():
    assert "associatedReview" not in claim_review(CORRECTED, CONTEXT)


# ── the claim ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (SpeakerKind.PERSON, "Person"),
        (SpeakerKind.ORGANISATION, "Organization"),
        (SpeakerKind.GROUP, "Organization"),
    ],
)
def test_the_speaker_is_typed_by_kind(kind, written):
    assert claim(replace(PUBLISHED, speaker_kind=kind))["author"]["@type"] == written


@pytest.mark.parametrize("kind", [SpeakerKind.ANONYMOUS, SpeakerKind.UNKNOWN, SpeakerKind.DOCUMENT])
def test_who_cannot_be_named_is_no_author(kind):
    assert "author" not in claim(replace(PUBLISHED, speaker_kind=kind))


@pytest.mark.parametrize(
    "verdict", [AttributionVerdict.FABRICATED, AttributionVerdict.MISATTRIBUTED]
)
def test_who_never_said_it_is_named_neither_as_author_nor_in_the_quotation(verdict):
    written = claim(replace(PUBLISHED, attribution_verdict=verdict))
    assert "author" not in written
    assert "creator" not in written["firstAppearance"]["hasPart"]


def test_a_person_has_a_job_and_an_organisation_a_description():
    assert claim()["author"]["jobTitle"] == "housing minister"
    assert claim(CORRECTED)["author"]["description"] == "the largest of the town"
    assert "jobTitle" not in claim(CORRECTED)["author"]


def test_same_as_is_an_address_or_absent():
    assert claim()["author"]["sameAs"] == "https://www.wikidata.org/wiki/Q0"
    assert "sameAs" not in claim(replace(PUBLISHED, speaker_same_as="Q0"))["author"]


def test_the_claim_is_dated_by_its_saying_and_not_by_the_article():
    assert claim()["datePublished"] == "2026-01-14"
    assert "datePublished" not in claim(replace(PUBLISHED, said_on=None))


def test_the_article_is_the_first_appearance_unless_it_names_a_medium():
    assert claim()["firstAppearance"]["url"] == PUBLISHED.article_url
    assert claim(CORRECTED)["appearance"]["url"] == PUBLISHED.article_url
    assert "firstAppearance" not in claim(CORRECTED)


def test_a_direct_quote_is_a_quotation_by_the_speaker():
    written = claim()
    passage = written["firstAppearance"]["hasPart"]
    assert passage["@type"] == "Quotation"
    assert passage["text"] == PUBLISHED.quote
    assert passage["creator"]["@id"] == written["author"]["@id"]


@pytest.mark.parametrize("kind", [ClaimKind.INDIRECT, ClaimKind.MIXED])
def test_the_articles_own_words_are_no_quotation(kind):
    passage = claim(replace(PUBLISHED, kind=kind))["firstAppearance"]["hasPart"]
    assert passage == {"@type": "CreativeWork", "text": PUBLISHED.quote}


def test_an_article_without_an_address_is_described_all_the_same():
    written = claim(replace(PUBLISHED, article_url=None, outlet=None, outlet_domain=None))
    assert written["firstAppearance"]["headline"] == PUBLISHED.article_title
    assert "url" not in written["firstAppearance"]
    assert "publisher" not in written["firstAppearance"]


# ── what is left out ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"stage": Stage.APPROVED}, "not published"),
        ({"stage": Stage.RETRACTED}, "retracted"),
        ({"visibility": Visibility.EMBARGO}, "not public"),
        ({"visibility": Visibility.INTERNAL}, "not public"),
        ({"public_url": None}, "no page address"),
    ],
)
def test_what_may_not_leave_is_left_out_and_counted(changes, reason):
    raw, summary = exported("claimreview", replace(PUBLISHED, **changes))
    assert json.loads(raw)["@graph"] == []
    assert (summary.written, summary.left_out) == (0, {reason: 1})


def test_the_summary_counts_each_claim_once_under_the_gravest_reason():
    late = replace(PUBLISHED, claim_id=70, said_on=date(2027, 1, 1))
    _, summary = exported("claimreview", PUBLISHED, PROPOSED, CORRECTED, late)
    assert summary.written == 2
    assert summary.left_out == {"not published": 1, "said after the review": 1}
    assert summary.left_out_total == 2


def test_a_claim_that_comes_twice_is_written_once():
    raw, summary = exported("claimreview", PUBLISHED, CORRECTED, PUBLISHED)
    assert len(json.loads(raw)["@graph"]) == 2
    assert summary.left_out == {"repeated": 1}


def test_claims_keep_the_order_they_came_in():
    raw, _ = exported("claimreview", CORRECTED, PUBLISHED)
    urls = [review["url"] for review in json.loads(raw)["@graph"]]
    assert urls == [CORRECTED.public_url, PUBLISHED.public_url]


def test_nothing_to_write_is_an_empty_graph():
    assert json.loads(exported("claimreview")[0])["@graph"] == []


def test_the_sources_are_cited_with_their_archived_copies():
    cited = claim_review(PUBLISHED, CONTEXT)["citation"]
    assert cited[0] == {
        "@type": "CreativeWork",
        "name": "Register of rents, *2025*",
        "url": "https://statistics.example/rents?year=2025&unit=percent",
        "archivedAt": "https://archive.example/1",
        "publisher": {"@type": "Organization", "name": "Norbury Statistics"},
    }
    assert "citation" not in claim_review(replace(PUBLISHED, evidence=()), CONTEXT)


def test_a_correction_tells_readers_what_changed():
    corrected = replace(CORRECTED, correction=CorrectionKind.UPDATE, public_note="It was 40,000.")
    assert claim_review(corrected, CONTEXT)["correction"] == {
        "@type": "CorrectionComment",
        "name": "Update",
        "text": "It was 40,000.",
        "datePublished": "2026-02-09T08:00:00Z",
    }
    assert "correction" not in claim_review(replace(PUBLISHED, public_note="x"), CONTEXT)


def test_how_many_read_it_is_what_was_kept_with_the_report():
    alone = replace(PUBLISHED, readers=Readers.SINGLE_READER)
    assert claim_review(alone, CONTEXT)["creditText"].startswith("Single reader")
    two = replace(PUBLISHED, readers=Readers.TWO_PEOPLE)
    assert "creditText" not in claim_review(two, replace(CONTEXT, single_reader=True))


FILM = MediaRecord(
    kind=MediaKind.VIDEO,
    description="A crowd in a square",
    content_url="https://video.example/1",
    archive_url="https://archive.example/1",
    authenticity=(Authenticity.DECONTEXTUALIZED, Authenticity.EDITED),
    original_url="https://video.example/0",
    original_context="Filmed in another year",
)


def test_a_medium_has_a_review_of_its_own_that_is_linked_both_ways():
    document = claim_review(replace(PUBLISHED, media=(FILM,)), CONTEXT)
    (medium,) = document["associatedMediaReview"]
    assert medium["associatedClaimReview"]["@id"] == document["@id"]
    item = medium["itemReviewed"]
    assert item["interpretedAsClaim"]["@id"] == document["itemReviewed"]["@id"]
    assert item["mediaItemAppearance"]["@type"] == "VideoObjectSnapshot"
    assert medium["mediaAuthenticityCategory"] == [
        {"@id": "https://schema.org/DecontextualizedContent"},
        {"@id": "https://schema.org/EditedOrCroppedContent"},
    ]
    assert {"author", "datePublished", "url", "@id"} <= medium.keys()


def test_a_medium_that_was_not_judged_has_no_review():
    unjudged = replace(FILM, authenticity=())
    assert "associatedMediaReview" not in claim_review(
        replace(PUBLISHED, media=(unjudged,)), CONTEXT
    )


def test_another_json_ld_processor_reads_the_same_graph():
    document = claim_review(replace(PUBLISHED, media=(FILM,)), CONTEXT)
    here = document | {"@context": {"@vocab": "https://schema.org/"}}
    (expanded,) = pyld.jsonld.expand(here)
    assert expanded["@type"] == ["https://schema.org/ClaimReview"]
    flat = pyld.jsonld.flatten(here)
    types = {kind for node in flat for kind in node.get("@type", ())}
    assert {"https://schema.org/MediaReview", "https://schema.org/Rating"} <= types
