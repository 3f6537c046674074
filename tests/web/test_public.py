"""The public site: everything published, nothing else, the same for everybody."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import lxml.etree
import lxml.html
import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.builders import NOON, make_account, make_article, make_claim, make_speaker
from tests.web.browser import Browser
from tracker.config import Settings, SettingsError
from tracker.domain.commands import Selection
from tracker.domain.report_words import Readers
from tracker.domain.vocabulary import (
    AttributionVerdict,
    Certainty,
    Checkability,
    ClaimKind,
    ContentVerdict,
    Qualifier,
    Role,
    Stage,
    Visibility,
)
from tracker.exports.checks import preflight
from tracker.models import Claim
from tracker.services.reporting import publishing
from tracker.services.reviewing import revisions

SENTENCE = "The port of Varna moved nine million tonnes last year, said Ana Silva, its director."
TEXT = f"Before it stood CANARY-BEFORE.\n\n{SENTENCE} After it stood CANARY-AFTER."
CONTENT = ((TEXT.index("The port"), TEXT.index(", said")),)
HIDDEN = [
    stage for stage in Stage if stage not in {Stage.PUBLISHED, Stage.CORRECTED, Stage.RETRACTED}
]
PAGES = ("/reports", "/reports/corrections", "/reports/method", "/sitemap.xml", "/robots.txt")


def make_report(session: Session, **values: Any) -> Claim:
    """Return a published claim with all that a report tells, and with canaries in the rest."""
    article = values.pop("article", None) or make_article(
        session,
        text=TEXT,
        outlet="The Harbour Post",
        canonical_url="https://harbour.example/port",
        published_on=date(2026, 3, 1),
    )
    facts: dict[str, Any] = {
        "stage": Stage.PUBLISHED,
        "content": CONTENT,
        "speaker": make_speaker(session),
        "role_as_stated": "director of the port",
        "medium": "a press conference",
        "said_on": date(2026, 2, 27),
        "wording": "Ana Silva said that the port of Varna moved nine million tonnes last year.",
        "checkability": Checkability.CHECKABLE,
        "attribution_verdict": AttributionVerdict.ACCURATE_PARAPHRASE,
        "content_verdict": ContentVerdict.MOSTLY_FALSE,
        "qualifiers": [Qualifier.OUTDATED],
        "verdict_as_of": date(2026, 3, 1),
        "verdict_certainty": Certainty.HIGH,
        "explanation": "The customs office counted six million.",
        "note": "CANARY-NOTE",
        "assignee": make_account(session, name="CANARY-ASSIGNEE"),
        "last_modified_at": NOON,
    }
    claim = make_claim(session, article=article, **facts | values)
    session.commit()
    return claim


def words(answer: TestResponse) -> str:
    """Return what a reader reads, in one line."""
    document = lxml.html.document_fromstring(answer.data)
    for hidden in document.xpath("//script|//head"):
        hidden.drop_tree()
    return " ".join(document.text_content().split())


def markup(answer: TestResponse) -> list[dict[str, Any]]:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer.text)
    return [json.loads(block) for block in blocks]


def same_for_all(answer: TestResponse) -> dict[str, str]:
    """Return the headers but for the clock's."""
    return {name: value for name, value in answer.headers if name != "Date"}


@pytest.fixture
def settled(application: Flask) -> Iterator[Callable[..., None]]:
    """Return a function that changes settings for the test."""
    before = application.config["SETTINGS"]
    processors = application.template_context_processors[None]

    def choose(**values: Any) -> None:
        settings = replace(before, **values)
        application.config["SETTINGS"] = settings
        processors.append(lambda: {"settings": settings})

    count = len(processors)
    yield choose
    application.config["SETTINGS"] = before
    del processors[count:]


def test_a_report_says_what_was_claimed_by_whom_and_what_was_found(
    session: Session, client: Browser
) -> None:
    answer = client.get(f"/reports/{make_report(session).id}")
    assert answer.status_code == 200
    (headline,) = lxml.html.document_fromstring(answer.data).xpath("//h1")
    assert headline.text_content() == "The port of Varna moved nine million tonnes last year."
    text = words(answer)
    for told in (
        "Ana Silva, director of the port",
        "27 February 2026",
        "a press conference",
        "The Harbour Post",
        "The port grows",
        "Mostly false",
        "The customs office counted six million.",
        "Was it said? Accurate paraphrase. The speaker said it in other words",
        SENTENCE,
        "Outdated",
        "Evidence considered up to1 March 2026",
        "How sure we areHigh",
        "Published by Claim Tracker · 2 March 2026",
        "How we check",
    ):
        assert told in text, told
    assert 'href="https://harbour.example/port"' in answer.text


def test_the_markup_is_one_claim_review_that_no_rule_keeps_in(
    session: Session, client: Browser, settings: Settings
) -> None:
    claim = make_report(session)
    (review,) = markup(client.get(f"/reports/{claim.id}"))
    assert review["@context"] == "https://schema.org"
    assert review["@type"] == "ClaimReview"
    assert review["url"] == f"{settings.base_url}/reports/{claim.id}"
    assert review["reviewRating"]["ratingValue"] == 2
    assert json.dumps(review).count('"ClaimReview"') == 1
    (record,) = publishing.records(session, Selection(), site=settings.base_url)
    context = publishing.context(settings, at=NOON)
    found = [one for one in preflight.findings(record, context) if one.severity == "error"]
    assert found == []


def test_the_markup_cannot_be_broken_out_of(session: Session, client: Browser) -> None:
    attack = "</script><script>alert(1)</script><!-- & \u2028\u2029"
    answer = client.get(f"/reports/{make_report(session, explanation=attack).id}")
    (block,) = re.findall(r"<script[^>]*>(.*?)</script>", answer.text, flags=re.DOTALL)
    assert not re.search("[<>&\u2028\u2029]", block)
    assert json.loads(block)["reviewRating"]["ratingExplanation"] == attack


def test_a_report_that_a_rule_keeps_from_machines_is_still_read_by_people(
    session: Session, client: Browser, settled: Callable[..., None]
) -> None:
    settled(newsroom="Ana Silva")
    answer = client.get(f"/reports/{make_report(session).id}")
    assert answer.status_code == 200
    assert markup(answer) == []


def test_links_elsewhere_show_claim_and_verdict(
    session: Session, client: Browser, settings: Settings
) -> None:
    claim = make_report(session)
    document = lxml.html.document_fromstring(client.get(f"/reports/{claim.id}").data)
    told = {
        tag.get("property") or tag.get("name"): tag.get("content")
        for tag in document.iter("meta")
        if tag.get("content")
    }
    assert told["og:title"] == "The port of Varna moved nine million tonnes last year."
    assert told["og:description"] == told["description"]
    assert told["description"] == "Mostly false. The customs office counted six million."
    assert told["article:published_time"] == "2026-03-02T12:00:00+00:00"
    (canonical,) = document.xpath("//link[@rel='canonical']/@href")
    assert canonical == told["og:url"] == f"{settings.base_url}/reports/{claim.id}"


@pytest.mark.parametrize("stage", HIDDEN)
def test_what_is_not_published_answers_like_what_does_not_exist(
    session: Session, client: Browser, stage: Stage
) -> None:
    values = {"visibility": Visibility.INTERNAL} | (
        {"stage_before_archive": Stage.NEW} if stage is Stage.ARCHIVED else {}
    )
    claim = make_report(session, stage=stage, explanation="CANARY-DRAFT", **values)
    article_id = claim.article_version.article_id
    for address in (
        f"/reports/{claim.id}",
        f"/reports?after={claim.id}",
        f"/reports/corrections?after={claim.id}",
        f"/reports/articles/{article_id}",
    ):
        there = client.get(address)
        absent = client.get(re.sub(r"\d+$", "999999", address))
        assert there.status_code == absent.status_code == 404, address
        assert there.data == absent.data, address
        assert there.headers == absent.headers, address


def test_nothing_of_the_newsroom_alone_stands_in_any_public_answer(
    session: Session, client: Browser
) -> None:
    claim = make_report(session)
    article = claim.article_version.article
    make_report(session, article=article, stage=Stage.RETRACTED, public_note="Withdrawn.")
    make_report(
        session,
        article=article,
        stage=Stage.IN_REVIEW,
        wording="CANARY-WORDING",
        explanation="CANARY-DRAFT",
        speaker=make_speaker(session, name="CANARY-SPEAKER"),
    )
    numbers = [one.id for one in session.query(Claim)]
    addresses = [*PAGES, f"/reports/articles/{article.id}", *(f"/reports/{n}" for n in numbers)]
    for address in addresses:
        assert b"CANARY" not in client.get(address).data, address


def test_a_retracted_report_leaves_its_reason_and_neither_claim_nor_markup(
    session: Session, client: Browser
) -> None:
    claim = make_report(session, stage=Stage.RETRACTED, public_note="The minutes were another's.")
    answer = client.get(f"/reports/{claim.id}")
    assert answer.status_code == 200
    assert "The minutes were another's." in words(answer)
    assert markup(answer) == []
    for gone in ("Ana Silva", "nine million", "Mostly false", "six million"):
        assert gone not in answer.text, gone
    assert "The minutes were another's." in words(client.get("/reports/corrections"))
    assert f"/reports/{claim.id}<" not in client.get("/sitemap.xml").text


def test_a_corrected_report_says_what_was_corrected(session: Session, client: Browser) -> None:
    claim = make_report(session, stage=Stage.CORRECTED, public_note="We first wrote five million.")
    assert "We first wrote five million." in words(client.get(f"/reports/{claim.id}"))
    assert "We first wrote five million." in words(client.get("/reports/corrections"))
    head = client.get(f"/reports/{claim.id}").text.partition("</header>\n    <section")[0]
    assert 'href="#correction-head">Correct' in head


@pytest.mark.parametrize(
    "verdict", [AttributionVerdict.FABRICATED, AttributionVerdict.MISATTRIBUTED]
)
def test_who_did_not_say_it_is_only_said_to_have(
    session: Session, client: Browser, verdict: AttributionVerdict
) -> None:
    claim = make_report(session, attribution_verdict=verdict)
    for address in (f"/reports/{claim.id}", "/reports"):
        assert "Attributed to Ana Silva" in words(client.get(address))


def test_a_direct_quote_stands_in_quotation_marks(session: Session, client: Browser) -> None:
    claim = make_report(
        session, kind=ClaimKind.DIRECT, wording="Ana Silva: “We will grow.”", qualifiers=[]
    )
    (headline,) = lxml.html.document_fromstring(client.get(f"/reports/{claim.id}").data).xpath(
        "//h1"
    )
    assert headline.text_content() == "“We will grow.”"


def test_an_answer_beside_the_scale_marks_no_step(session: Session, client: Browser) -> None:
    claim = make_report(session, content_verdict=ContentVerdict.UNPROVEN)
    answer = client.get(f"/reports/{claim.id}")
    assert "beside the scale" in words(answer)
    assert 'class="scale"' not in answer.text


def test_the_list_is_filtered_by_verdict_and_speaker(session: Session, client: Browser) -> None:
    claim = make_report(session)
    other = make_report(
        session,
        article=claim.article_version.article,
        speaker=make_speaker(session, name="Béla Novák"),
        content_verdict=ContentVerdict.TRUE,
        wording="The tram is late.",
    )
    for query, here, away in (
        ("verdict=true", "The tram is late.", "nine million"),
        (f"speaker={claim.speaker_id}", "nine million", "The tram is late."),
        (f"speaker={other.speaker_id}&verdict=true", "The tram is late.", "nine million"),
    ):
        text = words(client.get(f"/reports?{query}"))
        assert here in text, query
        assert away not in text, query
    assert "Not a valid choice" not in client.get(f"/reports?speaker={claim.speaker_id}").text
    assert "no report of this kind" in words(client.get("/reports?verdict=mixed"))


@pytest.mark.parametrize(
    "query", ["verdict=nonsense", "speaker=x", "speaker=" + "9" * 5000, "after=x", "verdict="]
)
def test_a_filter_that_is_not_one_leaves_the_list_whole(
    session: Session, client: Browser, query: str
) -> None:
    make_report(session)
    answer = client.get(f"/reports?{query}")
    assert answer.status_code == 200
    assert "nine million" in answer.text


def test_more_reports_than_a_page_holds_are_reached_by_its_link(
    session: Session, client: Browser
) -> None:
    article = make_article(session)
    for number in range(22):
        at = NOON + timedelta(hours=number)
        make_claim(
            session,
            article=article,
            stage=Stage.PUBLISHED,
            wording=f"Claim {number:02}.",
            first_published_at=at,
        )
    session.commit()
    first = client.get("/reports")
    (more,) = re.findall(r'rel="next" href="([^"]+)"', first.text)
    second = client.get(more)
    seen = re.findall(r"Claim (\d\d)\.", first.text + second.text)
    assert seen == [f"{number:02}" for number in reversed(range(22))]
    assert 'rel="next"' not in second.text


def test_an_article_leads_to_its_reports_and_not_to_its_text(
    session: Session, client: Browser
) -> None:
    claim = make_report(session)
    answer = client.get(f"/reports/articles/{claim.article_version.article_id}")
    assert f'href="/reports/{claim.id}"' in answer.text
    assert 'href="https://harbour.example/port"' in answer.text
    assert SENTENCE not in words(answer)


def test_an_address_that_is_none_is_no_link(session: Session, client: Browser) -> None:
    article = make_article(session, text=TEXT, canonical_url="javascript:alert(1)")
    claim = make_report(session, article=article)
    for address in (f"/reports/{claim.id}", f"/reports/articles/{article.id}"):
        assert 'href="javascript' not in client.get(address).text


def test_the_sitemap_names_every_report_in_force(
    session: Session, client: Browser, settings: Settings
) -> None:
    claim = make_report(session)
    answer = client.get("/sitemap.xml")
    assert answer.mimetype == "application/xml"
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    tree = lxml.etree.fromstring(answer.data)
    found = tree.xpath("//s:loc/text()", namespaces=names)
    assert found[0] == f"{settings.base_url}/reports"
    assert found[-1] == f"{settings.base_url}/reports/{claim.id}"
    assert tree.xpath("//s:lastmod/text()", namespaces=names) == ["2026-03-02T12:00:00+00:00"]


def test_search_engines_are_sent_to_the_reports_only(client: Browser, settings: Settings) -> None:
    lines = client.get("/robots.txt").text.splitlines()
    assert "Disallow: /" in lines
    assert "Allow: /reports" in lines
    assert f"Sitemap: {settings.base_url}/sitemap.xml" in lines


def test_public_pages_may_be_kept_and_asked_for_again(session: Session, client: Browser) -> None:
    claim = make_report(session)
    for address in (*PAGES, f"/reports/{claim.id}"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["Cache-Control"] == "public, max-age=60", address
        assert "Cookie" not in answer.headers.get("Vary", ""), address
        again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b""), address
    tag = answer.headers["ETag"]
    claim.public_note, claim.stage, claim.revision = "Six.", Stage.CORRECTED, 2
    revisions.adopt(session, claim)
    session.commit()
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_whoever_is_signed_in_sees_what_everybody_sees(
    session: Session, client: Browser, sign_in: Callable[..., object]
) -> None:
    claim = make_report(session)
    addresses = (*PAGES, f"/reports/{claim.id}", "/reports/999999")
    before = [client.get(address) for address in addresses]
    assert all("Set-Cookie" not in answer.headers for answer in before)
    sign_in(Role.EDITOR)
    for address, answer in zip(addresses, before, strict=True):
        now = client.get(address)
        assert now.data == answer.data, address
        assert same_for_all(now) == same_for_all(answer), address


def test_public_pages_lead_to_no_page_of_the_newsroom(session: Session, client: Browser) -> None:
    claim = make_report(session)
    for address in (*PAGES[:3], f"/reports/{claim.id}", "/reports/999999"):
        links = re.findall(r'href="(/[^"]*)"', client.get(address).text)
        assert all(link.startswith(("/reports", "/static/")) for link in links), address


def test_a_newsroom_of_one_says_so(
    session: Session, client: Browser, settled: Callable[..., None]
) -> None:
    claim = make_report(session)
    assert "Single reader" not in words(client.get(f"/reports/{claim.id}"))
    settled(single_reader=True)
    # Two people stand behind what went out before.
    assert "Single reader" not in words(client.get(f"/reports/{claim.id}"))
    alone = make_report(
        session, article=claim.article_version.article, readers=Readers.SINGLE_READER
    )
    assert "Single reader" in words(client.get(f"/reports/{alone.id}"))
    method = words(client.get("/reports/method"))
    assert "newsroom of one" in method
    assert "Nobody approves their own work" not in method


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("desk@newsroom.example", "mailto:desk@newsroom.example"),
        ("https://newsroom.example/errors", "https://newsroom.example/errors"),
    ],
)
def test_readers_are_told_whom_to_tell_about_an_error(
    session: Session, client: Browser, settled: Callable[..., None], contact: str, link: str
) -> None:
    claim = make_report(session)
    settled(contact=Settings.from_environ({"TRACKER_CONTACT": contact}).contact)
    assert f'href="{link}"' in client.get(f"/reports/{claim.id}").text


@pytest.mark.parametrize("contact", ["javascript:alert(1)", "the desk", "desk@x@y"])
def test_a_contact_that_nobody_can_use_is_refused(contact: str) -> None:
    with pytest.raises(SettingsError, match="TRACKER_CONTACT"):
        Settings.from_environ({"TRACKER_CONTACT": contact})


def test_the_method_explains_every_word_that_a_report_may_use(client: Browser) -> None:
    text = words(client.get("/reports/method"))
    rated = [one for one in ContentVerdict if one is not ContentVerdict.NOT_RATED]
    verified = [one for one in AttributionVerdict if one is not AttributionVerdict.UNVERIFIED]
    for word in (*rated, *verified):
        assert word.label in text, word


def test_a_published_claim_leads_members_to_its_report(
    session: Session, client: Browser, sign_in: Callable[..., object]
) -> None:
    sign_in(Role.VIEWER)
    claim = make_report(session)
    assert f'href="/reports/{claim.id}"' in client.get(f"/claims/{claim.id}").text
    unseen = make_claim(session, stage=Stage.APPROVED)
    session.commit()
    assert "/reports/" not in client.get(f"/claims/{unseen.id}").text
