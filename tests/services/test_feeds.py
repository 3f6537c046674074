"""Watched feeds: new entries come in once, failures are told, nothing new costs nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.builders import NOON, make_actor
from tracker.domain.errors import InvalidEdit, PermissionRefused
from tracker.domain.vocabulary import EntryState, Role
from tracker.models import Article, Feed, FeedEntry
from tracker.readers.feeds import UnreadableFeed, parse_feed
from tracker.readers.fetching import Fetched, FetchFailed
from tracker.services.articles import feeds

ADDRESS = "https://news.example/feed.xml"
RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Harbour Post</title>
<item><title>Second</title><link>https://news.example/2</link>
<guid isPermaLink="false">two</guid></item>
<item><title>First</title><link>https://news.example/1</link></item>
</channel></rss>"""
ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title>
<entry><id>tag:1</id><title>One &amp; only</title><link href="/one"/></entry></feed>"""


class Web:
    """What the web answers, and what it was asked."""

    def __init__(self, **pages: bytes) -> None:
        self.pages = {ADDRESS: RSS} | {
            f"https://news.example/{name[-1]}": page for name, page in pages.items()
        }
        self.asked: list[tuple[str, dict[str, str]]] = []

    def __call__(self, url, *, also=frozenset(), conditions=None) -> Fetched:
        self.asked.append((url, dict(conditions or {})))
        if conditions:
            raise FetchFailed("nothing new", status=304)
        if url not in self.pages:
            raise FetchFailed("news.example answered 404")
        return Fetched(
            url=url,
            final_url=url,
            content=self.pages[url],
            media_type="text/xml" if url == ADDRESS else "text/html; charset=utf-8",
            headers=(("ETag", '"1"'),) if url == ADDRESS else (),
            fetched_at=datetime(2026, 3, 2, tzinfo=UTC),
            address=None,
            visited=(url,),
        )


def page(words: str) -> bytes:
    text = f"{words} The port of Varna moved nine million tonnes last year, said Ana Silva. " * 3
    return f"<html><title>{words}</title><article><p>{text}</p></article></html>".encode()


@pytest.fixture
def editor(session):
    return make_actor(session)


@pytest.fixture
def feed(session, editor) -> Feed:
    feed = feeds.add(session, ADDRESS, actor=editor, at=NOON)
    session.commit()
    return feed


def check(session, feed, web, editor, tmp_path, at=NOON) -> list[EntryState]:
    found = []
    for outcome in feeds.check(
        session, feed.id, actor=editor, at=at, originals_dir=tmp_path, fetch=web
    ):
        session.commit()
        found.append(outcome.state)
    session.commit()
    session.expire_all()
    return found


def test_rss_and_atom_are_read() -> None:
    rss = parse_feed(RSS, url=ADDRESS)
    assert rss.title == "The Harbour Post"
    assert [(e.key, e.title) for e in rss.entries] == [
        ("two", "Second"),
        ("https://news.example/1", "First"),
    ]
    (entry,) = parse_feed(ATOM, url=ADDRESS).entries
    assert (entry.title, entry.url) == ("One & only", "https://news.example/one")


@pytest.mark.parametrize("content", [b"", b"<html><p>no feed</html>", b"\x00\x01", RSS[:40]])
def test_what_is_no_feed_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFeed):
        parse_feed(content, url=ADDRESS)


def test_new_entries_come_in_as_articles_and_only_once(session, feed, editor, tmp_path) -> None:
    web = Web(page_1=page("First report"), page_2=page("Second report"))
    assert check(session, feed, web, editor, tmp_path) == [EntryState.CAME_IN] * 2
    assert session.scalar(select(func.count(Article.id))) == 2
    assert feed.title == "The Harbour Post"
    assert check(session, feed, web, editor, tmp_path) == []
    assert web.asked[-1] == (ADDRESS, {"If-None-Match": '"1"'})


def test_an_article_that_is_here_already_is_skipped(session, feed, editor, tmp_path) -> None:
    web = Web(page_1=page("Same report"), page_2=page("Same report"))
    assert check(session, feed, web, editor, tmp_path) == [
        EntryState.CAME_IN,
        EntryState.DUPLICATE,
    ]


def test_a_failure_is_told_and_tried_again_a_few_times(session, feed, editor, tmp_path) -> None:
    web = Web(page_1=page("First report"))
    assert check(session, feed, web, editor, tmp_path) == [EntryState.CAME_IN, EntryState.FAILED]
    entry = session.scalars(select(FeedEntry).where(FeedEntry.key == "two")).one()
    assert "404" in entry.reason
    for _again in range(feeds.MOST_TRIES):
        check(session, feed, web, editor, tmp_path)
    assert entry.tries == feeds.MOST_TRIES
    assert web.asked[-1] == (ADDRESS, {"If-None-Match": '"1"'})


def test_the_newest_come_first_and_the_rest_at_the_next_check(
    session, feed, editor, tmp_path
) -> None:
    web = Web(page_1=page("First report"), page_2=page("Second report"))
    for title in ("Second report", "First report"):
        (outcome,) = feeds.check(
            session, feed.id, actor=editor, at=NOON, originals_dir=tmp_path, fetch=web, most=1
        )
        session.commit()
        assert (outcome.title, outcome.state) == (title, EntryState.CAME_IN)
    assert feed.etag == '"1"'


def test_a_feed_that_cannot_be_fetched_says_why(session, feed, editor, tmp_path) -> None:
    web = Web()
    web.pages.clear()
    assert check(session, feed, web, editor, tmp_path) == [EntryState.FAILED]
    assert "404" in feed.problem


def test_a_feed_is_due_when_its_interval_has_passed(session, feed, editor, tmp_path) -> None:
    assert feeds.due(session, at=NOON) == [feed.id]
    check(session, feed, Web(), editor, tmp_path)
    assert feeds.due(session, at=NOON + timedelta(minutes=59)) == []
    assert feeds.due(session, at=NOON + timedelta(minutes=60)) == [feed.id]
    feeds.switch(session, feed.id, is_active=False, actor=editor, at=NOON)
    assert feeds.due(session, at=NOON + timedelta(days=9)) == []


def test_a_feed_that_is_due_is_taken_by_one_process(session, feed, editor) -> None:
    other = feeds.add(session, f"{ADDRESS}?2", actor=editor, at=NOON - timedelta(hours=1))
    session.commit()
    taken = [feeds.take_due(session, at=NOON) for _process in range(3)]
    assert taken == [other.id, feed.id, None]
    assert feeds.take_due(session, at=NOON + timedelta(minutes=60)) is not None


def test_a_feed_is_watched_once(session, feed, editor) -> None:
    with pytest.raises(InvalidEdit, match="already"):
        feeds.add(session, ADDRESS, actor=editor, at=NOON)
    with pytest.raises(InvalidEdit):
        feeds.add(session, "file:///etc/passwd", actor=editor, at=NOON)
    with pytest.raises(PermissionRefused):
        feeds.add(session, ADDRESS, actor=make_actor(session, Role.VIEWER), at=NOON)
