"""Feeds over HTTP: watched, listed, paused; nothing is fetched where nothing may be."""

from dataclasses import replace

from flask import Flask
from sqlalchemy import func, select

from tests.services.test_feeds import Web, page
from tests.web.conftest import Browser
from tracker.domain.actors import MACHINE
from tracker.domain.clock import now
from tracker.domain.vocabulary import Role
from tracker.models import Article, Feed
from tracker.services.articles import feeds
from tracker.web.background import watcher

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


def test_the_server_looks_into_feeds_that_are_due(app: Flask, session) -> None:
    feeds.add(session, ADDRESS, actor=MACHINE, at=now())
    session.commit()
    settings = app.config["SETTINGS"]
    web = Web(page_1=page("First report"), page_2=page("Second report"))
    assert not watcher.check_once(app, fetch=web)
    app.config["SETTINGS"] = replace(settings, fetch=True)
    try:
        assert watcher.check_once(app, fetch=web)
        assert not watcher.check_once(app, fetch=web)
    finally:
        app.config["SETTINGS"] = settings
    assert session.scalar(select(func.count(Article.id))) == 2
    assert [url for url, _conditions in web.asked].count(ADDRESS) == 1
