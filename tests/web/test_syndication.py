"""What other sites take: feeds as a feed reader reads them, pictures, frames and oEmbed."""

import re
from io import BytesIO
from typing import Any

import feedparser
import lxml.etree
import pytest
from flask import Flask
from PIL import Image
from sqlalchemy.orm import Session

from tests.builders import NOON, make_claim, make_speaker
from tests.web.browser import Browser
from tracker.domain.vocabulary import ContentVerdict, Role, Stage
from tracker.exports.facts import one_line
from tracker.models import Claim, SavedFilter
from tracker.web.site import feed_addresses

SITE = "http://127.0.0.1:8000"


@pytest.fixture
def report(session: Session) -> Claim:
    """Return a claim with a report that is out."""
    return published(session)


def published(session: Session, **values: Any) -> Claim:
    facts = {
        "stage": Stage.PUBLISHED,
        "content_verdict": ContentVerdict.FALSE,
        "speaker": make_speaker(session),
        "explanation": "The customs office counted six million.",
    }
    claim = make_claim(session, **facts | values)
    session.commit()
    return claim


def feed(client: Browser, address: str) -> feedparser.FeedParserDict:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(BytesIO(answer.data))
    assert not found.bozo
    return found


def link(of: feedparser.FeedParserDict, relation: str) -> str:
    return next(one.href for one in of.links if one.rel == relation)


def test_the_feed_holds_the_reports_and_says_where_it_is(client, report) -> None:
    found = feed(client, "/reports/feed.atom")
    assert [entry.link for entry in found.entries] == [f"{SITE}/reports/{report.id}"]
    assert link(found.feed, "self") == found.feed.id == f"{SITE}/reports/feed.atom"
    assert link(found.feed, "alternate") == f"{SITE}/reports"


def test_the_feed_of_corrections_holds_nothing_else(client, report, session) -> None:
    taken_back = published(session, stage=Stage.RETRACTED)
    entries = feed(client, "/reports/corrections.atom").entries
    assert [entry.link for entry in entries] == [f"{SITE}/reports/{taken_back.id}"]
    assert entries[0].title.startswith("Retracted: ")


def test_a_feed_is_asked_for_again_with_its_tag(client, report, session) -> None:
    first = client.get("/reports/feed.atom")
    tagged = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/reports/feed.atom", headers=tagged).status_code == 304
    published(session, wording="Something new")
    assert client.get("/reports/feed.atom", headers=tagged).status_code == 200


def test_an_empty_newsroom_has_a_feed_without_entries(client) -> None:
    assert feed(client, "/reports/feed.atom").entries == []


def test_the_pages_lead_to_the_feeds(client, report) -> None:
    page = client.get("/reports").text
    assert 'type="application/atom+xml" href="/reports/feed.atom"' in page
    assert 'type="application/atom+xml" href="/reports/corrections.atom"' in page


@pytest.fixture
def saved(session: Session, sign_in) -> SavedFilter:
    """Return a saved list that holds false claims, for whatever stage."""
    owner = sign_in(Role.EDITOR)
    saved = SavedFilter(
        owner_id=owner.id, name="False <ones>", query="verdict=false", created_at=NOON
    )
    session.add(saved)
    session.commit()
    return saved


def address_of(app: Flask, saved: SavedFilter) -> str:
    with app.test_request_context():
        return feed_addresses.address_of(saved.id).removeprefix(SITE)


def test_a_saved_list_has_a_feed_of_what_is_published(client, app, saved, report, session) -> None:
    published(session, content_verdict=ContentVerdict.TRUE)
    make_claim(session, content_verdict=ContentVerdict.FALSE, stage=Stage.APPROVED)
    session.commit()
    found = feed(client, address_of(app, saved))
    assert [entry.link for entry in found.entries] == [f"{SITE}/reports/{report.id}"]
    assert found.feed.title == "False <ones>, Claim Tracker"


def test_the_export_page_tells_members_its_address(client, app, saved, report) -> None:
    assert address_of(app, saved) in client.get("/exports").text


def test_an_address_that_somebody_guessed_leads_nowhere(client, app, saved) -> None:
    address = address_of(app, saved)
    assert client.get(address.replace(".atom", "x.atom")).status_code == 404
    assert client.get(f"/reports/lists/{saved.id}.atom").status_code == 404


def test_the_feed_ends_with_its_list(client, app, saved, session) -> None:
    address = address_of(app, saved)
    session.delete(saved)
    session.commit()
    assert client.get(address).status_code == 404


def test_the_picture_is_one_that_networks_take(client, report) -> None:
    answer = client.get(f"/reports/{report.id}/card.png")
    with Image.open(BytesIO(answer.data)) as picture:
        assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert answer.data == client.get(f"/reports/{report.id}/card.png").data


def test_the_page_names_its_picture_with_words_for_it(client, report) -> None:
    page = client.get(f"/reports/{report.id}").text
    assert f'property="og:image" content="{SITE}/reports/{report.id}/card.png"' in page
    assert re.search(r'property="og:image:alt" content="[^"]+False"', page)


def test_a_report_tells_other_sites_how_to_show_it(client, report) -> None:
    page = client.get(f"/reports/{report.id}").text
    found = re.search(r'type="application/json\+oembed" href="([^"]+)"', page)
    assert found is not None
    told = client.get(found[1].replace("&amp;", "&").removeprefix(SITE)).json
    assert (told["version"], told["type"]) == ("1.0", "rich")
    assert told["thumbnail_url"] == f"{SITE}/reports/{report.id}/card.png"
    assert f'src="{SITE}/reports/{report.id}/frame"' in told["html"]


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/reports/1",
        f"{SITE}/claims/1",
        f"{SITE}/reports/999999",
        f"{SITE}/reports/١",
        "http://[",
    ],
)
def test_there_is_nothing_to_show_for_other_addresses(client, address) -> None:
    assert client.get("/oembed", query_string={"url": address}).status_code == 404


def test_the_address_must_be_named(client) -> None:
    assert client.get("/oembed").status_code == 400


def test_xml_tells_the_same_as_json(client, report) -> None:
    page = client.get(f"/reports/{report.id}").text
    found = re.search(r'type="text/xml\+oembed" href="([^"]+)"', page)
    assert found is not None
    address = found[1].replace("&amp;", "&").removeprefix(SITE)
    answer = client.get(address)
    assert answer.content_type == "text/xml; charset=utf-8"
    told = {one.tag: one.text for one in lxml.etree.fromstring(answer.data)}
    expected = client.get(address.replace("format=xml", "format=json")).json
    assert told == {name: one_line(str(value)) for name, value in expected.items()}


def test_a_format_that_is_not_there_is_refused(client, report) -> None:
    query = {"url": f"{SITE}/reports/{report.id}", "format": "yaml"}
    assert client.get("/oembed", query_string=query).status_code == 501


def test_a_frame_keeps_to_the_room_that_it_is_given(client, report) -> None:
    query = {"url": f"{SITE}/reports/{report.id}", "maxwidth": "300", "maxheight": "9999"}
    told = client.get("/oembed", query_string=query).json
    assert (told["width"], told["height"]) == (300, 260)


def test_the_frame_may_stand_in_other_sites_and_holds_no_form(client, report) -> None:
    answer = client.get(f"/reports/{report.id}/frame")
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src" not in policy
    assert "<form" not in answer.text
    assert (
        "frame-ancestors 'none'"
        in client.get(f"/reports/{report.id}").headers["Content-Security-Policy"]
    )


@pytest.mark.parametrize("part", ["card.png", "frame"])
def test_of_what_is_not_out_there_is_nothing_to_show(client, session, part) -> None:
    hidden = make_claim(session, stage=Stage.APPROVED)
    gone = published(session, stage=Stage.RETRACTED)
    for claim in (hidden, gone):
        assert client.get(f"/reports/{claim.id}/{part}").status_code == 404
