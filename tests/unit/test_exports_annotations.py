"""Web annotations: each piece of a claim, where it stands in its article."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef

from tests.export_records import CONTEXT, CORRECTED, PROPOSED, PUBLISHED, RECORDS, exported
from tracker.domain.vocabulary import ContentVerdict, Stage, Visibility

# rdflib's own parser of JSON-LD still uses what rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

#: What the W3C's context says about the words that are used here; the net is out of reach.
TERMS = {
    "@vocab": "http://www.w3.org/ns/oa#",
    "id": "@id",
    "type": "@type",
    "target": {"@id": "hasTarget", "@type": "@id"},
    "source": {"@id": "hasSource", "@type": "@id"},
    "selector": {"@id": "hasSelector", "@type": "@id"},
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "items": {"@id": "https://www.w3.org/ns/activitystreams#items", "@container": "@list"},
}


def annotations(*records, context=CONTEXT) -> list[dict]:
    return json.loads(exported("annotations", *records, context=context)[0])["first"]["items"]


def annotation(record=PUBLISHED, context=CONTEXT) -> dict:
    (only,) = annotations(record, context=context)
    return only


def bodies(record=PUBLISHED) -> dict[str, str]:
    return {body["purpose"]: body["value"] for body in annotation(record)["body"]}


def selectors(record) -> list[dict]:
    return [one for target in annotation(record)["target"] for one in target.get("selector", [])]


def test_the_collection_counts_its_annotations():
    made = json.loads(exported("annotations", *RECORDS)[0])
    assert (made["@context"], made["type"]) == (
        "http://www.w3.org/ns/anno.jsonld",
        "AnnotationCollection",
    )
    assert made["total"] == len(made["first"]["items"]) == len(RECORDS)
    assert json.loads(exported("annotations")[0])["total"] == 0


def test_each_piece_of_a_claim_has_its_position_and_its_words():
    assert selectors(PUBLISHED) == [
        {"type": "TextPositionSelector", "start": 15, "end": 50},
        {"type": "TextQuoteSelector", "exact": "“Rents fell by 12 percent last year"},
        {"type": "TextPositionSelector", "start": 60, "end": 83},
        {"type": "TextQuoteSelector", "exact": "and they will not rise”"},
    ]


@given(st.lists(st.text(st.sampled_from("a🏠… \u0301"), min_size=1), min_size=1, max_size=4))
def test_the_words_of_a_piece_are_those_at_its_position(pieces):
    text = "\n".join(pieces)
    ends = [0, *(len("\n".join(pieces[: upto + 1])) + 1 for upto in range(len(pieces)))]
    spans = tuple((start, end - 1) for start, end in pairwise(ends))
    found = selectors(replace(PUBLISHED, quote=" … ".join(pieces), content_spans=spans))
    for position, quote in zip(found[::2], found[1::2], strict=True):
        assert text[position["start"] : position["end"]] == quote["exact"]


def test_words_that_do_not_fit_their_position_are_left_out():
    found = selectors(replace(PUBLISHED, quote="“Rents fell” … and more"))
    assert [one["type"] for one in found] == ["TextPositionSelector"] * 2


def test_the_source_is_the_page_of_the_outlet_and_the_text_that_of_the_newsroom():
    for target in annotation(PUBLISHED)["target"]:
        assert target["source"] == "https://news.example/2026/rents"
        assert target["state"]["cached"] == "https://checks.example/articles/3"


@pytest.mark.parametrize("address", [None, "javascript:alert(1)", "not an address"])
def test_an_article_without_a_web_address_is_found_in_the_newsroom(address):
    targets = annotation(replace(PUBLISHED, article_url=address))["target"]
    assert {target["source"] for target in targets} == {"https://checks.example/articles/3"}


def test_a_claim_without_spans_is_about_the_whole_article():
    (target,) = annotation(replace(PUBLISHED, content_spans=(), quote=""))["target"]
    assert target == {"type": "SpecificResource", "source": "https://news.example/2026/rents"}


def test_a_published_claim_says_what_was_found():
    assert annotation()["motivation"] == "assessing"
    assert bodies() == {
        "describing": PUBLISHED.wording,
        "identifying": "Ada Okafor",
        "assessing": "False",
    }
    assert bodies(CORRECTED)["assessing"] == "Unproven"


@pytest.mark.parametrize(
    "not_public",
    [
        {"stage": Stage.APPROVED},
        {"stage": Stage.RETRACTED},
        {"visibility": Visibility.EMBARGO},
        {"content_verdict": ContentVerdict.NOT_RATED},
    ],
)
def test_a_verdict_that_the_public_may_not_read_stays_in(not_public):
    record = replace(PUBLISHED, **not_public)
    assert annotation(record)["motivation"] == "describing"
    assert "assessing" not in bodies(record)


def test_a_claim_without_a_speaker_names_none():
    assert bodies(PROPOSED) == {"describing": PROPOSED.wording}


def test_the_licence_is_named_where_there_is_one():
    assert annotation()["rights"] == CONTEXT.licence_url
    assert "rights" not in annotation(context=replace(CONTEXT, licence_url=None))


def test_a_reader_of_the_graph_finds_the_words_and_the_page():
    graph = Graph()
    document = json.loads(exported("annotations", *RECORDS)[0]) | {"@context": TERMS}
    graph.parse(data=json.dumps(document), format="json-ld")
    found = graph.query(
        """
        PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?source ?exact WHERE {
          <https://checks.example/reports/8#annotation> a oa:Annotation ; oa:hasTarget ?target .
          ?target oa:hasSource ?source ; oa:hasSelector [ oa:exact ?exact ] }
        """
    )
    assert [tuple(row) for row in found] == [
        (URIRef(CORRECTED.article_url), Literal("it has 40,000 members"))
    ]


@pytest.mark.parametrize("text", ['"}]}', "</script>", "=1+1", "\u2028", "{{x}}"])
def test_text_is_only_ever_text(text):
    assert bodies(replace(PUBLISHED, wording=text, speaker=text)) == {
        "describing": text,
        "identifying": text,
        "assessing": "False",
    }
    assert all(body["format"] == "text/plain" for body in annotation()["body"])
