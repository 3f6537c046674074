"""Sends what waits for webhooks: a thread beside the pages, or a command that does it once."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from tracker.config import Settings
from tracker.domain.clock import now
from tracker.services.hooks import webhook_sending
from tracker.web.database import Sessions

logger = logging.getLogger(__name__)

#: Seconds between two looks at what waits.
PAUSE = 3.0


def send_once(app: Flask) -> bool:
    """Send the message that is due longest; False where there was none."""
    sessions: Sessions = app.extensions["tracker_sessions"]
    settings: Settings = app.config["SETTINGS"]
    if not _is_due(sessions):
        return False
    with sessions.writing() as session:
        parcel = webhook_sending.take(
            session, key=str(app.config["SECRET_KEY"]), site=settings.base_url, at=now()
        )
        session.commit()
    if parcel is None:
        return False
    posted = webhook_sending.send(parcel, trusted=settings.webhook_hosts)
    with sessions.writing() as session:
        state = webhook_sending.settle(session, parcel, posted, at=now())
        session.commit()
    logger.info(
        "webhook.sent delivery=%s status=%s state=%s", parcel.delivery_id, posted.status, state
    )
    return True


@contextmanager
def at_work(app: Flask) -> Iterator[None]:
    """Send what waits, in a thread of its own, until the block ends.

    A message that is on its way then is not waited for: it is sent again after the next start.
    """
    stopped = threading.Event()
    threading.Thread(target=_work, args=(app, stopped), name="webhooks", daemon=True).start()
    try:
        yield
    finally:
        stopped.set()


def _is_due(sessions: Sessions) -> bool:
    """Look on a session that only reads: most looks find nothing, and must keep nobody waiting."""
    with sessions.reading() as session:
        return webhook_sending.is_due(session, at=now())


def _work(app: Flask, stopped: threading.Event) -> None:
    while not stopped.wait(PAUSE):
        try:
            while not stopped.is_set() and send_once(app):
                pass
        except SQLAlchemyError:
            # Whatever it is, the pages feel it, too; what waits keeps waiting.
            logger.exception("webhook.failed")
