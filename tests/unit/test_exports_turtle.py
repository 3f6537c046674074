"""Turtle: the same graph as the JSON-LD, in a syntax that no text can leave."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, SDO, XSD, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from tests.export_records import CORRECTED, PROPOSED, PUBLISHED, RECORDS, exported
from tracker.domain.vocabulary import SpeakerKind

# rdflib's own parser of JSON-LD still uses what rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

#: What the two syntaxes must agree on: which words hold addresses, and which days or moments.
TERMS = {"@vocab": str(SDO)} | {name: {"@type": "@id"} for name in ("url", "sameAs", "sdLicense")}
DATES = {"dateModified", "datePublished", "sdDatePublished"}


def turtle(*records) -> Graph:
    return Graph().parse(data=exported("turtle", *records)[0], format="turtle")


def json_ld(*records) -> Graph:
    """Read what the ClaimReview writer makes of the records."""
    document = typed(json.loads(exported("claimreview", *records)[0])) | {"@context": TERMS}
    return Graph().parse(data=json.dumps(document), format="json-ld")


def typed(node):
    if isinstance(node, list):
        return [typed(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {name: date(value) if name in DATES else typed(value) for name, value in node.items()}


def date(text: str) -> dict[str, str]:
    return {"@value": text, "@type": str(XSD.dateTime if "T" in text else XSD.date)}


@pytest.mark.parametrize(
    "records",
    [
        (),
        RECORDS,
        (replace(PUBLISHED, speaker_kind=SpeakerKind.ANONYMOUS),),
        (replace(PUBLISHED, outlet=None, outlet_domain=None, said_on=None, article_url=None),),
        (replace(PUBLISHED, explanation='"""\\" . <> {} \t\r\n\0\u2028\x7f🏠 \\u0041'),),
    ],
)
def test_the_graph_is_that_of_the_json_ld(records):
    assert isomorphic(turtle(*records), json_ld(*records))


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8"), min_size=1))
def test_every_text_comes_back(explanation, speaker):
    graph = turtle(replace(PUBLISHED, explanation=f"({explanation}", speaker=speaker))
    assert Literal(f"({explanation}") in set(graph.objects(None, SDO.ratingExplanation))
    assert Literal(speaker) in set(graph.objects(None, SDO.name))


@pytest.mark.parametrize(
    ("address", "iri"),
    [
        ("https://a.example/x>.<y", "https://a.example/x%3E.%3Cy"),
        ('https://a.example/"|\\^`{}', "https://a.example/%22%7C%5C%5E%60%7B%7D"),
        ("https://a.example/Zoë", "https://a.example/Zoë"),
    ],
)
def test_an_address_cannot_leave_its_brackets(address, iri):
    graph = turtle(replace(PUBLISHED, article_url=address))
    article = graph.value(None, RDF.type, SDO.NewsArticle)
    assert graph.value(article, SDO.url) == URIRef(iri)


def test_text_cannot_say_anything_of_its_own():
    nasty = '" . <https://evil.example/> a schema:ClaimReview . "'
    graph = turtle(replace(PUBLISHED, explanation=nasty, quote=nasty, article_title=nasty))
    assert len(set(graph.subjects(RDF.type, SDO.ClaimReview))) == 1
    assert (URIRef("https://evil.example/"), None, None) not in graph


def test_days_and_moments_are_typed():
    graph = turtle(PUBLISHED)
    review = graph.value(None, RDF.type, SDO.ClaimReview)
    assert graph.value(review, SDO.datePublished).datatype == XSD.dateTime
    assert graph.value(review, SDO.sdDatePublished).datatype == XSD.date


def test_what_may_not_leave_is_counted_by_reason():
    raw, summary = exported("turtle", PUBLISHED, PROPOSED, CORRECTED, CORRECTED)
    assert raw.count(b"a schema:ClaimReview ;") == summary.written == 2
    assert summary.left_out == {"not published": 1, "repeated": 1}
