"""Atom, as feedparser and a strict reader of XML see it."""

import re
from dataclasses import replace

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.export_records import CONTEXT, CORRECTED, PROPOSED, PUBLISHED, RETRACTED, exported
from tracker.domain.vocabulary import AttributionVerdict, Visibility
from tracker.exports.facts import one_line
from tracker.exports.formats.claim_review import claim_review

ATOM = "{http://www.w3.org/2005/Atom}"
#: RFC 4287, 4.1.1 and 4.1.2: what must be there exactly once.
ONCE = ("id", "title", "updated")
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def feed(*records, context=CONTEXT):
    read = feedparser.parse(exported("atom", *records, context=context)[0])
    assert not read.bozo, read.get("bozo_exception")
    return read


def entry(record=PUBLISHED):
    (only,) = feed(record).entries
    return only


def tree(*records) -> etree._Element:
    return etree.fromstring(exported("atom", *records)[0])


def test_the_feed_says_whose_it_is():
    read = feed(PUBLISHED)
    assert read.version == "atom10"
    assert read.feed.title == "Fact checks by The Example Checker"
    assert read.feed.author_detail == {
        "name": "The Example Checker",
        "href": "https://checks.example/about",
    }
    assert read.feed.link == CONTEXT.base_url
    assert read.feed.updated == "2026-03-01T09:30:00Z"
    assert read.feed.license == CONTEXT.licence_url


def test_what_the_rfc_asks_for_is_there_once():
    root = tree(PUBLISHED, CORRECTED, RETRACTED)
    for node in (root, *root.iterfind(f"{ATOM}entry")):
        assert [len(node.findall(f"{ATOM}{name}")) for name in ONCE] == [1, 1, 1]
    moments = [node.text for name in ("updated", "published") for node in root.iter(ATOM + name)]
    assert len(moments) == 7
    assert all(map(RFC_3339.fullmatch, moments))
    ids = [node.text for node in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids)) == 4


def test_a_feed_without_checks_is_a_feed():
    assert feed().entries == []


def test_an_entry_tells_claim_verdict_and_reason():
    made = entry()
    assert made.title == "Rents in Norbury fell by 12 percent in 2025."
    assert made.link == "https://checks.example/claims/7"
    assert made.summary == (
        "Who: Ada Okafor, housing minister · When: 2026-01-14"
        " · Did they say it: Accurate quote · Is it true: False"
        " · Keep in mind: Cherry picked, Outdated"
        " · Why: The register shows that they rose by 3 percent."
    )
    assert [(tag.term, tag.label) for tag in made.tags] == [("false", "False")]
    assert (made.published, made.updated) == ("2026-02-01T08:00:00Z", "2026-02-01T08:00:00Z")


def test_a_claim_that_was_never_made_is_not_laid_at_the_speakers_door():
    made = entry(replace(PUBLISHED, attribution_verdict=AttributionVerdict.FABRICATED))
    assert "Did they say it: Fabricated" in made.summary


def test_an_entry_has_the_identifier_of_its_claim_review():
    assert entry().id == claim_review(PUBLISHED, CONTEXT)["@id"]


def test_a_correction_is_marked_and_keeps_its_identifier():
    made = entry(CORRECTED)
    assert made.title.startswith("Corrected: ")
    assert [tag.term for tag in made.tags] == ["corrected", "unproven"]
    assert made.updated == "2026-02-09T08:00:00Z"
    assert made.id == claim_review(CORRECTED, CONTEXT)["@id"]


def test_a_retraction_is_marked_and_tells_no_verdict():
    made = entry(RETRACTED)
    assert made.title.startswith("Retracted: ")
    assert made.summary == "The newsroom has retracted this report."
    assert [tag.term for tag in made.tags] == ["retracted"]


def test_what_may_not_leave_is_counted_by_reason():
    hidden = replace(RETRACTED, visibility=Visibility.INTERNAL)
    raw, summary = exported("atom", PUBLISHED, PUBLISHED, PROPOSED, hidden)
    assert raw.count(b"<entry>") == summary.written == 1
    assert summary.left_out == {"repeated": 1, "not published": 1, "retracted": 1}


@pytest.mark.parametrize(
    "text",
    ["</title></entry><entry>", "<script>alert(1)</script>", "]]>", "&lt;b&gt;", "\"'>", "=1+1"],
)
def test_no_text_becomes_markup(text):
    nasty = replace(PUBLISHED, wording=text, explanation=text, speaker=text, role_as_stated=text)
    plain = [node.tag for node in tree(PUBLISHED).iter()]
    assert [node.tag for node in tree(nasty).iter()] == plain
    (title,) = tree(nasty).iterfind(f"{ATOM}entry/{ATOM}title")
    assert title.text == one_line(text)
    assert title.get("type", "text") == "text"


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(codec="utf-8")))
def test_every_text_leaves_the_feed_well_formed(text):
    root = tree(replace(PUBLISHED, explanation=text))
    assert one_line(text) in root.findtext(f"{ATOM}entry/{ATOM}summary")


def test_an_address_cannot_leave_its_attribute():
    address = 'https://checks.example/"/><x/>&'
    (link,) = tree(replace(PUBLISHED, public_url=address)).iterfind(f"{ATOM}entry/{ATOM}link")
    assert link.get("href") == "https://checks.example/%22/%3E%3Cx/%3E&"
