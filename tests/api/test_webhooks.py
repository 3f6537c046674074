"""Webhooks: laid out with the event, signed, sent to a real server, tried again, given up."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.api.conftest import Program
from tests.builders import NOON, make_account, make_actor, make_claim
from tracker.domain.actors import MACHINE
from tracker.domain.announcements import Announcement, DeliveryState, announced
from tracker.domain.errors import InvalidEdit, PermissionRefused
from tracker.domain.vocabulary import Role, Stage
from tracker.models import Event, Webhook, WebhookAttempt, WebhookDelivery
from tracker.readers.posting import Posted
from tracker.services.hooks import webhook_sending, webhooks
from tracker.services.hooks.webhook_sending import BACK_OFF, FAILURES_MAX
from tracker.services.hooks.webhooks import WebhookEdit
from tracker.services.reviewing import review
from tracker.web.background import messenger

pytestmark = pytest.mark.usefixtures("every_change_is_told")

KEY = "a key for the tests, of forty characters"
SITE = "https://checks.example"
Maker = Callable[..., Program]


class Receiver:
    """A server of our own that keeps what it is sent."""

    def __init__(self) -> None:
        self.status, self.received = 204, []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.received.append((dict(self.headers), body))
                self.send_response(receiver.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_words: object) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.url = f"http://{self.host}/hook"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()
    yield found
    found.close()


def make_webhook(session: Session, url: str, *events: Announcement) -> Webhook:
    wanted = events or (Announcement.CLAIM_MOVED,)
    host = frozenset({url.partition("//")[2].partition("/")[0]})
    return webhooks.create(
        session,
        make_account(session),
        WebhookEdit("Site", url, wanted),
        trusted=host,
        actor=MACHINE,
        at=NOON,
    )


def move(session: Session) -> Event:
    """Accept a claim, and return the event that tells of it."""
    claim = make_claim(session)
    review.advance(session, claim, Stage.NEW, actor=make_actor(session), at=NOON)
    return session.scalars(select(Event).order_by(Event.id.desc())).first()


def send(session: Session, receiver: Receiver, at=NOON) -> DeliveryState:
    parcel = webhook_sending.take(session, key=KEY, site=SITE, at=at)
    assert parcel is not None
    posted = webhook_sending.send(parcel, trusted=frozenset({receiver.host}))
    return webhook_sending.settle(session, parcel, posted, at=at)


def test_a_message_is_laid_out_with_its_event(session: Session) -> None:
    webhook = make_webhook(session, "https://site.example/hook")
    event = move(session)
    delivery = session.scalars(select(WebhookDelivery)).one()
    assert (delivery.webhook_id, delivery.event_id) == (webhook.id, event.id)
    assert delivery.kind == "claim.moved"


def test_what_is_undone_is_never_told(session: Session) -> None:
    make_webhook(session, "https://site.example/hook")
    undone = session.begin_nested()
    move(session)
    undone.rollback()
    assert session.scalars(select(WebhookDelivery)).all() == []


def test_only_what_was_asked_for_is_told(session: Session) -> None:
    make_webhook(session, "https://site.example/hook", Announcement.CLAIM_PUBLISHED)
    move(session)
    assert session.scalars(select(WebhookDelivery)).all() == []


def test_publishing_is_news_beside_moving() -> None:
    news = announced("claim.moved", {"stage": ["approved", "published"]})
    assert news == (Announcement.CLAIM_MOVED, Announcement.CLAIM_PUBLISHED)


def test_a_message_arrives_signed(session: Session, receiver: Receiver) -> None:
    webhook = make_webhook(session, receiver.url)
    event = move(session)
    assert send(session, receiver) is DeliveryState.DELIVERED
    headers, body = receiver.received[0]
    told = json.loads(body)
    assert told["type"] == "claim.moved"
    assert told["data"]["url"] == f"{SITE}/api/v1/claims/{event.subject_id}"
    secret = base64.b64decode(webhooks.secret_of(webhook, KEY).removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


def test_a_failed_message_is_tried_again_later(session: Session, receiver: Receiver) -> None:
    make_webhook(session, receiver.url)
    move(session)
    receiver.status = 500
    assert send(session, receiver) is DeliveryState.WAITING
    assert webhook_sending.take(session, key=KEY, site=SITE, at=NOON) is None
    receiver.status = 200
    assert send(session, receiver, NOON + BACK_OFF[0]) is DeliveryState.DELIVERED
    first, second = receiver.received
    assert first[0]["webhook-id"] == second[0]["webhook-id"]
    assert first[1] == second[1]
    statuses = session.scalars(select(WebhookAttempt.status).order_by(WebhookAttempt.id)).all()
    assert statuses == [500, 200]


def test_a_message_is_given_up_in_the_end(session: Session, receiver: Receiver) -> None:
    make_webhook(session, receiver.url)
    move(session)
    receiver.status, at = 500, NOON
    for pause in BACK_OFF:
        assert send(session, receiver, at) is DeliveryState.WAITING
        at += pause
    assert send(session, receiver, at) is DeliveryState.FAILED


def test_a_webhook_that_fails_again_and_again_is_switched_off(session: Session) -> None:
    webhook = make_webhook(session, "https://site.example/hook")
    number = webhook.edit_number
    for _ in range(FAILURES_MAX):
        move(session)
        parcel = webhook_sending.take(session, key=KEY, site=SITE, at=NOON)
        delivery = session.get(WebhookDelivery, parcel.delivery_id)
        delivery.tries = len(BACK_OFF) + 1
        session.flush()
        last = replace(parcel, turn=delivery.tries)
        webhook_sending.settle(session, last, Posted(500, "", 3), at=NOON)
    session.refresh(webhook)
    assert not webhook.is_active
    assert webhook.stopped_because == "messages failed again and again"
    assert webhook.edit_number == number + 1
    assert session.scalars(select(Event.action).order_by(Event.id.desc())).first() == (
        "webhook.stopped"
    )


def test_a_receiver_that_is_gone_is_not_asked_again(session: Session, receiver: Receiver) -> None:
    webhook = make_webhook(session, receiver.url)
    move(session)
    receiver.status = 410
    assert send(session, receiver) is DeliveryState.FAILED
    session.refresh(webhook)
    assert not webhook.is_active


def test_a_message_can_be_sent_once_more(session: Session, receiver: Receiver) -> None:
    webhook = make_webhook(session, receiver.url)
    move(session)
    send(session, receiver)
    sent = session.scalars(select(WebhookDelivery)).one()
    webhooks.replay(session, webhook.id, sent.id, actor=MACHINE, at=NOON)
    assert send(session, receiver) is DeliveryState.DELIVERED
    first, second = receiver.received
    assert first[0]["webhook-id"] == second[0]["webhook-id"]


def test_a_sender_that_died_leaves_the_message_to_another(session: Session) -> None:
    make_webhook(session, "https://site.example/hook")
    move(session)
    assert webhook_sending.take(session, key=KEY, site=SITE, at=NOON) is not None
    assert webhook_sending.take(session, key=KEY, site=SITE, at=NOON) is None
    later = NOON + webhook_sending.LEASE + timedelta(seconds=1)
    assert webhook_sending.take(session, key=KEY, site=SITE, at=later) is not None


@pytest.mark.parametrize(
    "url",
    [
        "http://site.example/hook",
        "https://2130706433/",
        "https://user@site.example/",
        "https://site.example:8443/hook",
        "ftp://site.example/",
        "nonsense",
    ],
)
def test_an_address_that_is_not_one_of_the_public_web_is_refused(
    session: Session, url: str
) -> None:
    edit = WebhookEdit("Site", url, [Announcement.CLAIM_MOVED])
    owner, nobody = make_account(session), frozenset()
    with pytest.raises(InvalidEdit) as refused:
        webhooks.create(session, owner, edit, trusted=nobody, actor=MACHINE, at=NOON)
    assert refused.value.field == "url"


def test_the_house_must_name_its_own_addresses(session: Session, receiver: Receiver) -> None:
    make_webhook(session, receiver.url)
    move(session)
    parcel = webhook_sending.take(session, key=KEY, site=SITE, at=NOON)
    posted = webhook_sending.send(parcel, trusted=frozenset())
    assert posted.status is None
    assert receiver.received == []


def test_reviewers_manage_no_webhooks(session: Session) -> None:
    with pytest.raises(PermissionRefused):
        webhooks.create(
            session,
            make_account(session),
            WebhookEdit("Site", "https://site.example/", [Announcement.CLAIM_MOVED]),
            trusted=frozenset(),
            actor=make_actor(session, Role.REVIEWER),
            at=NOON,
        )


def test_a_program_makes_changes_and_removes_a_webhook(program: Maker) -> None:
    asking = program()
    made = asking.post(
        "/webhooks",
        json={"name": "Site", "url": "https://site.example/h", "events": ["claim.published"]},
    )
    assert made.status_code == 201
    assert made.json["secret"].startswith("whsec_")
    address = made.headers["Location"].removeprefix("/api/v1")
    assert "secret" not in asking.get(address).json
    tag = made.headers["ETag"]
    changed = asking.patch(address, match=tag, json={"is_active": False})
    assert changed.json["is_active"] is False
    assert asking.patch(address, match=tag, json={"name": "X"}).status_code == 412
    renewed = asking.post(f"{address}/secret", match=changed.headers["ETag"])
    assert renewed.json["secret"] != made.json["secret"]
    assert asking.ask("DELETE", address, match="*").status_code == 204
    assert asking.get(address).status_code == 404


def test_the_messenger_sends_what_waits(app: Flask, session: Session, receiver: Receiver) -> None:
    make_webhook(session, receiver.url)
    move(session)
    session.commit()
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, webhook_hosts=frozenset({receiver.host}))
    try:
        assert messenger.send_once(app)
        assert not messenger.send_once(app)
    finally:
        app.config["SETTINGS"] = before
    assert len(receiver.received) == 1
