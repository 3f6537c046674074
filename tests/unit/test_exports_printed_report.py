"""The HTML report: valid, of one piece, and no text of a claim ever becomes markup."""

import re
from dataclasses import replace

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.export_records import CONTEXT, CORRECTED, PROPOSED, PUBLISHED, RECORDS, exported
from tracker.exports.facts import facts, one_line

NASTY = [
    "<script>alert(1)</script>",
    "</title><script>x</script>",
    "</style></head><body onload=x>",
    "<!-- x",
    "&lt;b&gt; &amp;#60;",
    '" onmouseover="alert(1)',
    "' x='",
    "{{ 7 * 7 }}",
]


def page(*records, context=CONTEXT):
    """Parse strictly: the first error of the HTML standard raises."""
    raw, _ = exported("html", *records, context=context)
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(raw.decode())


def shape(root) -> list[tuple[str, tuple[str, ...]]]:
    return [(str(node.tag), tuple(sorted(map(str, node.attrib)))) for node in root.iter()]


def test_the_page_is_valid_html():
    assert len(page(*RECORDS).findall(".//article")) == len(RECORDS)
    assert page().findall(".//article") == []


def test_the_page_runs_nothing_and_fetches_nothing():
    root = page(*RECORDS)
    tags = {str(node.tag) for node in root.iter()}
    assert not tags & {"script", "img", "link", "iframe", "object", "form", "svg", "base"}
    assert not [name for node in root.iter() for name in node.attrib if name.startswith("on")]
    assert not {"src", "style"} & {name for node in root.iter() for name in node.attrib}
    style = root.findtext(".//style")
    assert "url(" not in style
    assert "@import" not in style
    policy = root.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
    assert policy.startswith("default-src 'none'")


def test_it_says_whose_it_is_and_of_when():
    root = page(PUBLISHED)
    assert root.findtext(".//title") == "Claims, The Example Checker, 2026-03-01"
    assert root.findtext(".//header/p/time") == "2026-03-01"


def test_an_article_answers_what_a_reader_asks():
    for record in (PUBLISHED, CORRECTED, PROPOSED):
        (article,) = page(record).findall(".//article")
        assert article.get("id") == f"claim-{record.claim_id}"
        assert article.findtext("h2") == record.wording
        assert article.findtext("blockquote") == record.quote
        answers = ["".join(node.itertext()) for node in article.findall("dl/dd")]
        assert answers == [one_line(fact.text) for fact in facts(record)]
        assert article.findall("dl/dt")[0].text == "Status"


def test_a_claim_and_its_quote_are_marked_with_their_language():
    assert page(PUBLISHED).find(".//blockquote").get("lang") == "en-GB"
    assert page(PUBLISHED).find(".//h2").get("lang") == "en-GB"


def test_a_claim_without_words_of_an_article_has_no_quote():
    assert page(replace(PUBLISHED, quote="")).find(".//blockquote") is None


@pytest.mark.parametrize("text", NASTY)
def test_no_text_becomes_markup(text):
    texts = ("wording", "quote", "speaker", "explanation", "article_title", "verdict_label")
    nasty = replace(PUBLISHED, article_language=text, **dict.fromkeys(texts, text))
    made = page(nasty, context=replace(CONTEXT, publisher_name=text))
    assert shape(made) == shape(page(replace(PUBLISHED, article_language="no tag")))
    assert made.findtext(".//h2") == text
    assert made.find(".//blockquote").get("lang") is None
    assert text in made.findtext(".//title")


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_every_text_is_shown_as_it_is(text):
    # Characters that Unicode keeps for nobody are not allowed in HTML, but do no harm there.
    shown = re.sub("[\ufdd0-\ufdef]|[^\0-\uffff]", "", text)
    made = page(replace(PUBLISHED, wording=f"a{shown}b"))
    assert made.findtext(".//h2") == one_line(f"a{shown}b")


def test_an_address_cannot_leave_its_attribute():
    made = page(replace(PUBLISHED, article_url='https://a.example/"onclick="x'))
    assert made.find(".//a").get("href") == "https://a.example/%22onclick=%22x"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", None])
def test_only_web_addresses_are_linked(address):
    bare = replace(PUBLISHED, article_url=address, article_archive_url=address, evidence=())
    links = page(bare).findall(".//a")
    assert [link.get("href") for link in links] == ["https://checks.example/claims/7"]
