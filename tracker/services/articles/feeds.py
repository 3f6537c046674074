"""Feeds that are watched: each new entry is fetched and comes in as an article."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.commands import ArticleDraft, Original
from tracker.domain.errors import DuplicateArticle, InvalidEdit, TrackerError
from tracker.domain.vocabulary import EntryState, Role
from tracker.models import Feed, FeedEntry
from tracker.readers import BadAddress, canonical_url, read
from tracker.readers.feeds import MEDIA_TYPES, Entry, FeedDocument, parse_feed
from tracker.readers.fetching import Fetched, FetchFailed, fetch
from tracker.services.articles import intake
from tracker.services.lookup import fetch as load
from tracker.services.trail import history

#: Minutes between two checks, unless somebody says otherwise.
EVERY = 60
#: Minutes; the database allows no shorter interval, too.
SHORTEST_INTERVAL = 5
#: A feed's first check must not bring in a year of articles, nor knock at a site all day.
MOST_NEW = 30
#: An entry that cannot be fetched is tried so often.
MOST_TRIES = 3

Fetch = Callable[..., Fetched]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one entry, or, without an entry, of the feed itself."""

    title: str
    state: EntryState
    reason: str = ""
    article_id: int | None = None


def add(session: Session, url: str, *, every: int = EVERY, actor: Actor, at: datetime) -> Feed:
    """Watch a feed; raise InvalidEdit for an address that is none, or is watched already."""
    actor.require(Role.CONTRIBUTOR)
    address = url.strip()
    try:
        canonical_url(address)
    except BadAddress as error:
        raise InvalidEdit("url", error.message) from error
    history.take_turn(session)
    if session.scalar(select(Feed.id).where(Feed.url == address)):
        raise InvalidEdit("url", "this feed is watched already")
    if every < SHORTEST_INTERVAL:
        raise InvalidEdit("every", "every 5 minutes is the most often")
    feed = Feed(url=address, interval_minutes=every, created_at=at, created_by_id=actor.account_id)
    session.add(feed)
    session.flush()
    changes = {"url": (None, address), "interval_minutes": (None, every)}
    history.record(session, "feed.added", ("feed", feed.id), changes, actor=actor, at=at)
    return feed


def switch(session: Session, feed_id: int, *, is_active: bool, actor: Actor, at: datetime) -> None:
    """Pause a feed, or watch it again."""
    actor.require(Role.CONTRIBUTOR)
    history.take_turn(session)
    feed = load(session, Feed, feed_id)
    if feed.is_active is not is_active:
        feed.is_active = is_active
        session.flush()
        changes = {"is_active": (not is_active, is_active)}
        history.record(session, "feed.revised", ("feed", feed.id), changes, actor=actor, at=at)


def every(session: Session) -> Sequence[Feed]:
    """Return all feeds, by number."""
    return session.scalars(select(Feed).order_by(Feed.id)).all()


def due(session: Session, *, at: datetime) -> list[int]:
    """Return the numbers of the feeds whose interval has passed."""
    active = session.scalars(select(Feed).where(Feed.is_active).order_by(Feed.id))
    return [
        feed.id
        for feed in active
        if feed.checked_at is None or feed.checked_at + _interval(feed) <= at
    ]


def take_due(session: Session, *, at: datetime) -> int | None:
    """Take the feed that is due longest; the caller commits, and no other process looks into it.

    It counts as checked from now on, whatever comes of it.
    """
    history.take_turn(session)
    waiting = [load(session, Feed, number) for number in due(session, at=at)]
    longest = min(waiting, key=lambda feed: feed.checked_at or feed.created_at, default=None)
    if longest is None:
        return None
    longest.checked_at = at
    session.flush()
    return longest.id


def latest_entries(session: Session, feed_id: int, *, limit: int = 50) -> Sequence[FeedEntry]:
    """Return the newest entries of a feed with what became of them."""
    return session.scalars(
        select(FeedEntry)
        .where(FeedEntry.feed_id == feed_id)
        .order_by(FeedEntry.id.desc())
        .limit(limit)
    ).all()


def check(
    session: Session,
    feed_id: int,
    *,
    actor: Actor,
    at: datetime,
    originals_dir: Path,
    fetch: Fetch = fetch,
    most: int = MOST_NEW,
) -> Iterator[Outcome]:
    """Bring in what is new in a feed, an entry at a time, and yield what became of each.

    The caller commits after every one: nothing is kept locked while the next is fetched.
    """
    actor.require(Role.CONTRIBUTOR)
    feed = load(session, Feed, feed_id)
    session.rollback()
    try:
        document, fetched = _look(feed, fetch)
    except TrackerError as error:
        if isinstance(error, FetchFailed) and error.status == HTTPStatus.NOT_MODIFIED:
            _note(session, feed_id, at, problem="")
            return
        _note(session, feed_id, at, problem=error.message)
        yield Outcome(feed.title or feed.url, EntryState.FAILED, error.message)
        return
    fresh = _fresh(session, feed_id, document)
    _note(session, feed_id, at, problem="", title=document.title)
    # Of a feed that has more than fits, what is newest comes in first.
    wanted, is_all = fresh[-most:], len(fresh) <= most
    for entry in wanted:
        outcome = _take_in(session, entry, fetch, actor=actor, at=at, originals_dir=originals_dir)
        tries = _keep(session, feed_id, entry, outcome, at)
        is_all = is_all and (outcome.state is not EntryState.FAILED or tries >= MOST_TRIES)
        yield outcome
    # "Not modified" may end the next check only where this one has left nothing to do.
    _remember(session, feed_id, fetched if is_all else None)


def _look(feed: Feed, fetch: Fetch) -> tuple[FeedDocument, Fetched]:
    conditions = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    known = {name: value for name, value in conditions.items() if value}
    fetched = fetch(feed.url, also=MEDIA_TYPES, conditions=known)
    return parse_feed(fetched.content, url=fetched.final_url), fetched


def _fresh(session: Session, feed_id: int, document: FeedDocument) -> list[Entry]:
    """Return the entries that are new, or failed before and may be tried again; oldest first."""
    known = {
        entry.key: entry
        for entry in session.scalars(select(FeedEntry).where(FeedEntry.feed_id == feed_id))
    }
    fresh = []
    for entry in document.entries:
        before = known.get(entry.key)
        may_retry = before and before.state is EntryState.FAILED and before.tries < MOST_TRIES
        if before is None or may_retry:
            fresh.append(entry)
    return list(reversed(fresh))


def _take_in(
    session: Session,
    entry: Entry,
    fetch: Fetch,
    *,
    actor: Actor,
    at: datetime,
    originals_dir: Path,
) -> Outcome:
    if entry.url is None:
        return Outcome(entry.title, EntryState.FAILED, "the entry has no address")
    try:
        draft = _draft(entry, fetch(entry.url))
        with session.begin_nested():
            article = intake.ingest(session, draft, actor=actor, at=at, originals_dir=originals_dir)
    except DuplicateArticle as duplicate:
        return Outcome(entry.title, EntryState.DUPLICATE, article_id=duplicate.article_id)
    except TrackerError as error:
        return Outcome(entry.title, EntryState.FAILED, error.message)
    return Outcome(article.title, EntryState.CAME_IN, article_id=article.id)


def _draft(entry: Entry, fetched: Fetched) -> ArticleDraft:
    document = read(fetched.content, media_type=fetched.media_type, url=fetched.final_url)
    return ArticleDraft(
        text=document.text,
        title=document.title or entry.title,
        outlet=document.outlet,
        outlet_domain=document.outlet_domain or urlsplit(fetched.final_url).hostname,
        byline=document.byline,
        published_on=document.published_on,
        language=document.language or "en",
        canonical_url=document.canonical_url or canonical_url(fetched.final_url),
        original=Original(fetched.content, document.media_type, source_url=fetched.final_url),
    )


def _note(session: Session, feed_id: int, at: datetime, *, problem: str, title: str = "") -> None:
    feed = load(session, Feed, feed_id)
    feed.checked_at, feed.problem = at, problem
    feed.title = title or feed.title
    session.flush()


def _remember(session: Session, feed_id: int, fetched: Fetched | None) -> None:
    """Keep what the server calls the state that we have, or forget it."""
    headers = {name.lower(): value for name, value in fetched.headers} if fetched else {}
    feed = load(session, Feed, feed_id)
    feed.etag, feed.last_modified = headers.get("etag"), headers.get("last-modified")
    session.flush()


def _keep(session: Session, feed_id: int, entry: Entry, outcome: Outcome, at: datetime) -> int:
    """Keep what became of an entry; return how often it was tried."""
    known = session.scalar(
        select(FeedEntry).where(FeedEntry.feed_id == feed_id, FeedEntry.key == entry.key)
    )
    if known is None:
        known = FeedEntry(feed_id=feed_id, key=entry.key, tries=0)
        session.add(known)
    known.url, known.title = entry.url, outcome.title
    known.state, known.reason = outcome.state, outcome.reason
    known.article_id, known.seen_at = outcome.article_id, at
    known.tries += 1
    session.flush()
    return known.tries


def _interval(feed: Feed) -> timedelta:
    return timedelta(minutes=feed.interval_minutes)
