"""Looks into the feeds that are due: a thread beside the pages, as `tracker feed check` does."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from tracker.config import Settings
from tracker.domain.actors import MACHINE
from tracker.domain.clock import now
from tracker.domain.vocabulary import EntryState
from tracker.readers.fetching import fetch
from tracker.services.articles import feeds
from tracker.services.articles.feeds import Fetch
from tracker.web.database import Sessions

logger = logging.getLogger(__name__)

#: Seconds between two looks at what is due; no feed is due more often than every five minutes.
PAUSE = 30.0


def check_once(app: Flask, *, fetch: Fetch = fetch) -> bool:
    """Bring in what is new in the feed that is due longest; False where none is."""
    sessions: Sessions = app.extensions["tracker_sessions"]
    settings: Settings = app.config["SETTINGS"]
    if not settings.fetch:
        return False
    with sessions.reading() as session:
        if not feeds.due(session, at=now()):
            return False
    with sessions.writing() as session:
        feed_id = feeds.take_due(session, at=now())
        session.commit()
        if feed_id is None:
            return False
        came_in = 0
        for outcome in feeds.check(
            session,
            feed_id,
            actor=MACHINE,
            at=now(),
            originals_dir=settings.originals_dir,
            fetch=fetch,
        ):
            session.commit()
            came_in += outcome.state is EntryState.CAME_IN
        session.commit()
    logger.info("feed.checked feed=%s came_in=%s", feed_id, came_in)
    return True


@contextmanager
def at_work(app: Flask) -> Iterator[None]:
    """Look into feeds, in a thread of its own, until the block ends.

    An article that is on its way then is not waited for: it comes in after the next start.
    """
    stopped = threading.Event()
    threading.Thread(target=_work, args=(app, stopped), name="feeds", daemon=True).start()
    try:
        yield
    finally:
        stopped.set()


def _work(app: Flask, stopped: threading.Event) -> None:
    while not stopped.wait(PAUSE):
        try:
            while not stopped.is_set() and check_once(app):
                pass
        except SQLAlchemyError:
            # Whatever it is, the pages feel it, too; the feed is due again after its interval.
            logger.exception("feed.failed")
