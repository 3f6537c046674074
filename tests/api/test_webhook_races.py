"""Several senders at once, in threads and in processes: each message arrives once."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.api.test_webhooks import KEY, SITE, Receiver, make_webhook, move, receiver
from tests.builders import NOON
from tracker.domain.announcements import DeliveryState
from tracker.domain.clock import now
from tracker.models import Webhook, WebhookAttempt, WebhookDelivery
from tracker.models.engine import make_engine, write_sessions
from tracker.readers.posting import Posted
from tracker.services import schema
from tracker.services.hooks import webhook_sending
from tracker.services.hooks.webhook_sending import FAILURES_MAX, LEASE

__all__ = ["receiver"]

SENDERS, MESSAGES = 4, 12
Desk = Callable[[], Session]


@pytest.fixture
def desk(empty_engine: Engine) -> Desk:
    """Return a maker of sessions on a database of the test's own, for races need real commits."""
    schema.upgrade(empty_engine)
    return write_sessions(empty_engine)


def lay_out(desk: Desk, url: str) -> None:
    with desk() as session:
        make_webhook(session, url)
        for _ in range(MESSAGES):
            move(session)
        session.commit()


def send_all(desk: Desk, host: str) -> int:
    """Send until nothing is due, as the thread beside the pages does; return how many."""
    sent = 0
    while True:
        with desk() as session:
            parcel = webhook_sending.take(session, key=KEY, site=SITE, at=now())
            session.commit()
        if parcel is None:
            return sent
        posted = webhook_sending.send(parcel, trusted=frozenset({host}))
        with desk() as session:
            webhook_sending.settle(session, parcel, posted, at=now())
            session.commit()
        sent += 1


def messages(receiver: Receiver) -> Counter[str]:
    return Counter(headers["webhook-id"] for headers, _body in receiver.received)


def test_several_senders_send_each_message_once(desk: Desk, receiver: Receiver) -> None:
    lay_out(desk, receiver.url)
    with ThreadPoolExecutor(SENDERS) as pool:
        sent = list(pool.map(lambda _n: send_all(desk, receiver.host), range(SENDERS)))
    assert sum(sent) == MESSAGES
    assert set(messages(receiver).values()) == {1}
    assert len(messages(receiver)) == MESSAGES
    with desk() as session:
        assert len(session.scalars(select(WebhookAttempt)).all()) == MESSAGES


@pytest.mark.slow
def test_two_processes_send_each_message_once(tmp_path: Path, receiver: Receiver) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'tracker.sqlite3'}")
    schema.upgrade(engine)
    lay_out(write_sessions(engine), receiver.url)
    engine.dispose()
    environ = {
        **os.environ,
        "TRACKER_DATA_DIR": str(tmp_path),
        "TRACKER_WEBHOOK_HOSTS": receiver.host,
    }
    command = [sys.executable, "-m", "tracker", "webhook", "send"]
    senders = [subprocess.Popen(command, env=environ, cwd=Path.cwd()) for _ in range(2)]
    assert [sender.wait(timeout=120) for sender in senders] == [0, 0]
    assert set(messages(receiver).values()) == {1}
    assert len(messages(receiver)) == MESSAGES


def test_a_sender_that_comes_back_late_decides_nothing(session: Session) -> None:
    make_webhook(session, "https://site.example/hook")
    move(session)
    slow = webhook_sending.take(session, key=KEY, site=SITE, at=NOON)
    later = NOON + LEASE + timedelta(seconds=1)
    other = webhook_sending.take(session, key=KEY, site=SITE, at=later)
    webhook_sending.settle(session, other, Posted(204, "", 3), at=later)
    state = webhook_sending.settle(session, slow, Posted(500, "", 3), at=later)
    assert state is DeliveryState.DELIVERED
    assert session.scalars(select(WebhookDelivery.state)).all() == [DeliveryState.DELIVERED]
    assert len(session.scalars(select(WebhookAttempt)).all()) == 2


def test_failures_that_several_senders_meet_are_all_counted(desk: Desk) -> None:
    lay_out(desk, "https://site.example/hook")

    def give_up(_sender: int) -> None:
        with desk() as session:
            parcel = webhook_sending.take(session, key=KEY, site=SITE, at=now())
            session.commit()
        with desk() as session:
            session.get_one(WebhookDelivery, parcel.delivery_id).tries = 99
            session.commit()
        with desk() as session:
            last = type(parcel)(parcel.delivery_id, 99, parcel.url, b"", {})
            webhook_sending.settle(session, last, Posted(500, "", 3), at=now())
            session.commit()

    with ThreadPoolExecutor(FAILURES_MAX) as pool:
        list(pool.map(give_up, range(FAILURES_MAX)))
    with desk() as session:
        webhook = session.scalars(select(Webhook)).one()
        assert webhook.failures == FAILURES_MAX
        assert not webhook.is_active
        assert webhook.stopped_because == "messages failed again and again"
