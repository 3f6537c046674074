"""Feeds over HTTP: watched, listed, paused; nothing is fetched where nothing may be."""

from sqlalchemy import select

from tests.web.conftest import Browser
from tracker.domain.vocabulary import Role
from tracker.models import Feed

ADDRESS = "https://news.example/feed.xml"


def test_a_feed_is_watched_and_paused(client: Browser, session, sign_in) -> None:
    sign_in(Role.CONTRIBUTOR)
    done = client.submit("/feeds", {"url": ADDRESS, "every": "30"})
    assert done.status_code == 303
    feed = session.scalars(select(Feed)).one()
    assert "news.example" in client.get("/feeds").text
    client.submit(f"/feeds/{feed.id}/switch")
    session.expire_all()
    assert not feed.is_active
    assert "paused" in client.get("/feeds").text


def test_a_wrong_address_stays_in_the_form(client: Browser, sign_in) -> None:
    sign_in(Role.CONTRIBUTOR)
    answer = client.submit("/feeds", {"url": "not an address", "every": "30"})
    assert answer.status_code == 422
    assert "not an address" in answer.text


def test_a_newsroom_that_fetches_nothing_says_so(client: Browser, session, sign_in) -> None:
    sign_in(Role.CONTRIBUTOR)
    client.submit("/feeds", {"url": ADDRESS, "every": "30"})
    feed = session.scalars(select(Feed)).one()
    assert "does not fetch" in client.get(f"/feeds/{feed.id}").text
    assert client.submit(f"/feeds/{feed.id}/check").status_code == 400
