"""Markdown: readable, and only what the writer marks up is markup. Read by markdown-it."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.export_records import CONTEXT, CORRECTED, PROPOSED, PUBLISHED, RETRACTED, exported
from tracker.exports.facts import facts, one_line
from tracker.exports.formats.plain_report import escape

#: Tables, strikethrough and raw HTML as well: whatever a text might try.
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
NASTY = [
    "<script>alert(1)</script>",
    "[click](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "**bold** _it_ `code` ~~gone~~",
    "x\n\n# Heading\n- list\n\n    code\n\n---",
    "a | b\n--|--\n1 | 2",
    "&lt;b&gt; &#x3c;",
    "<https://evil.example/>",
    "[ref]: https://evil.example",
    "> quote\n1. one",
    "\\*not bold\\*",
    "x #",
]


def report(*records) -> str:
    return exported("markdown", *records)[0].decode()


def shape(text: str) -> list[str]:
    """Return the kinds of everything in the text, without the words."""
    kinds = []
    for token in READER.parse(text):
        kinds.append(token.type)
        kinds += [child.type for child in token.children or () if child.type != "text_special"]
    return kinds


def shown(text: str) -> str:
    """Return what a reader sees: the words without their markup."""
    found = [
        "".join(child.content for child in token.children)
        for token in READER.parse(text)
        if token.children
    ]
    return "\n".join(found)


def test_a_section_answers_what_a_reader_asks():
    assert report(PUBLISHED) == (
        "# Claims\n\nThe Example Checker, 2026-03-01\n"
        "\n## 7: Rents in Norbury fell by 12 percent in 2025.\n\n"
        "In the words of the article:"
        " “Rents fell by 12 percent last year … and they will not rise”\n\n"
        "- **Status:** Published on 2026-02-01\n"
        "- **Who:** Ada Okafor, housing minister\n"
        "- **When:** 2026-01-14\n"
        "- **How:** Direct quote\n"
        "- **Where:** [Minister hails “fall” in rents, tenants laugh, Norbury News, 2026-01-15]"
        "(<https://news.example/2026/rents>)\n"
        "- **Archived copy:** [https\\://archive.example/2026/rents]"
        "(<https://archive.example/2026/rents>)\n"
        "- **Did they say it?:** Accurate quote\n"
        "- **Is it true?:** False\n"
        "- **Keep in mind:** Cherry picked, Outdated\n"
        "- **Why:** The register shows that they rose by 3 percent.\n"
        "- **Evidence up to:** 2026-01-31\n"
        "- **Note 1:** [Contradicts: Register of rents, \\*2025\\*, Norbury Statistics,"
        " “an average of +3.1 percent”, read on 2026-01-30]"
        "(<https://statistics.example/rents?year=2025&unit=percent>)\n"
        "- **Note 2:** Contradicts: Economist, by e-mail, University of Norbury\n"
        "- **Reply:** Ministry of Housing, Answered, asked on 2026-01-28,"
        " “The minister \\<b\\>misspoke\\</b\\>.”\n"
        "- **Report:** [https\\://checks.example/claims/7](<https://checks.example/claims/7>)\n"
    )


def test_what_is_unknown_is_said_to_be_or_left_out():
    told = {fact.label: fact.text for fact in facts(PROPOSED)}
    assert told["Who"] == "Nobody is named"
    assert told["When"] == "Not known"
    assert not {"Why", "Keep in mind", "Report", "Evidence up to"} & told.keys()


def test_a_retracted_report_tells_no_verdict():
    told = {fact.label: fact.text for fact in facts(RETRACTED)}
    assert told["Status"] == "Retracted on 2026-02-20"
    assert not {"Did they say it?", "Is it true?", "Why", "Keep in mind"} & told.keys()


def test_a_correction_is_dated():
    assert next(facts(CORRECTED)).text == "Corrected on 2026-02-09"


def test_the_newsrooms_own_word_stands_before_the_common_one():
    told = {fact.label: fact.text for fact in facts(replace(PUBLISHED, verdict_label="Hoax"))}
    assert told["Is it true?"] == "Hoax (False)"


@pytest.mark.parametrize("text", NASTY)
def test_no_text_becomes_markup(text):
    texts = dict.fromkeys(
        ("wording", "quote", "speaker", "role_as_stated", "explanation", "article_title"), text
    )
    plain = dict.fromkeys(texts, "x")
    nasty = report(replace(PUBLISHED, **texts))
    assert set(shape(nasty)) == set(shape(report(replace(PUBLISHED, **plain))))
    assert "html_inline" not in shape(nasty)
    assert shown(nasty).count(one_line(text)) == len(texts)


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.characters(codec="utf-8"), min_size=1)
    | st.text(st.sampled_from("\\`*_[]()<>&~|#!-+.1 \n:a"), min_size=1)
)
def test_every_text_is_shown_as_it_is(text):
    marked = f"- **x:** a{escape(text)}b\n"
    assert re.sub(r"\s+", " ", shown(marked)) == re.sub(r"\s+", " ", f"x: a{one_line(text)}b")


@pytest.mark.parametrize(
    "address", ["https://a.example/x>)[b](<y", "https://a.example/\\", "https://a.example/a<b"]
)
def test_an_address_cannot_leave_its_link(address):
    made = report(replace(PUBLISHED, article_url=address, evidence=()))
    assert shape(made).count("link_open") == 3


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", None])
def test_only_web_addresses_are_linked(address):
    bare = replace(PUBLISHED, article_url=address, article_archive_url=address, evidence=())
    assert shape(report(bare)).count("link_open") == 1


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://a.example/x>)[b](<y"])
def test_the_address_of_a_source_is_linked_only_if_it_leads_to_the_web(address):
    bare = replace(PUBLISHED.evidence[0], url=address, archive_url=None)
    links = shape(report(replace(PUBLISHED, evidence=(bare,)))).count("link_open")
    assert links == (4 if address.startswith("https:") else 3)


def test_signs_that_turn_the_direction_of_writing_are_left_out():
    assert one_line("a\u202eb\u2066c\r\nd\0") == "a b c d"


def test_the_report_is_dated_by_the_export():
    name = replace(CONTEXT, publisher_name="*The* Checker")
    raw, summary = exported("markdown", context=name)
    assert raw.decode() == "# Claims\n\n\\*The\\* Checker, 2026-03-01\n"
    assert summary.written == 0
