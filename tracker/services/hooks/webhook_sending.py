"""Messages brought to where they belong: signed, tried again, given up in the end.

Signed after Standard Webhooks (standardwebhooks.com): ``webhook-id``, ``webhook-timestamp`` and
``webhook-signature``, which is HMAC-SHA256 over the three joined by full stops. Taking a message,
sending it and writing down how it went are three steps, so that no transaction waits for a
network.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, literal, select, update
from sqlalchemy.orm import Session, joinedload

from tracker.domain.actors import MACHINE
from tracker.domain.announcements import Announcement, DeliveryState
from tracker.models import Event, Webhook, WebhookAttempt, WebhookDelivery
from tracker.readers.posting import Posted, post
from tracker.services.hooks import webhooks
from tracker.services.hooks.webhook_policy import policy_for
from tracker.services.trail import history

#: How long after each failed try the next one is made; then the message is given up.
BACK_OFF = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
)
#: So many messages given up in a row, and the webhook is switched off.
FAILURES_MAX = 5
#: A sender that said nothing for so long has died; another may send the message.
LEASE = timedelta(minutes=2)
#: The receiver says that it will never want messages again.
GONE = 410
_SUBJECTS = {"claim": "claims", "article": "articles"}


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message, ready to be sent; ``turn`` counts how often it was taken."""

    delivery_id: int
    turn: int
    url: str
    body: bytes
    headers: Mapping[str, str]


def is_due(session: Session, *, at: datetime) -> bool:
    """Tell whether a message waits to be sent now."""
    return session.scalar(_due(at).with_only_columns(WebhookDelivery.id)) is not None


def take(session: Session, *, key: str, site: str, at: datetime) -> Parcel | None:
    """Take the message that is due longest, signed; None where nothing is. The caller commits.

    Of several senders one gets it: taking it is an UPDATE that holds only for who saw it lie
    there. The others look for the next.
    """
    while (delivery := _longest_due(session, at)) is not None:
        taken = session.execute(
            update(WebhookDelivery)
            .where(
                WebhookDelivery.id == delivery.id,
                WebhookDelivery.tries == delivery.tries,
                WebhookDelivery.state == DeliveryState.WAITING,
                WebhookDelivery.due_at <= at,
            )
            .values(tries=delivery.tries + 1, due_at=at + LEASE)
            .returning(WebhookDelivery.tries)
            .execution_options(synchronize_session=False)
        ).scalar()
        if taken is not None:
            return _parcel(delivery, taken, key=key, site=site, at=at)
    return None


def _longest_due(session: Session, at: datetime) -> WebhookDelivery | None:
    return session.scalar(
        _due(at)
        .options(joinedload(WebhookDelivery.webhook), joinedload(WebhookDelivery.event))
        # Another sender may have changed the row since this session saw it.
        .execution_options(populate_existing=True)
    )


def _parcel(delivery: WebhookDelivery, turn: int, *, key: str, site: str, at: datetime) -> Parcel:
    body = message(Announcement(delivery.kind), delivery.event, site=site)
    secret = webhooks.secret_of(delivery.webhook, key)
    headers = signed(delivery.message_id, body, secret=secret, at=at)
    return Parcel(delivery.id, turn, delivery.webhook.url, body, headers)


def send(parcel: Parcel, *, trusted: frozenset[str]) -> Posted:
    """Post the message; no session is open while it is on its way."""
    return post(parcel.url, parcel.body, parcel.headers, policy=policy_for(parcel.url, trusted))


def settle(session: Session, parcel: Parcel, posted: Posted, *, at: datetime) -> DeliveryState:
    """Write down how it went, and when to try again or that it is given up.

    A sender that was silent for longer than its lease says how it went and decides nothing: by
    then the message is another's.
    """
    history.take_turn(session)
    delivery = session.get_one(WebhookDelivery, parcel.delivery_id, populate_existing=True)
    session.add(
        WebhookAttempt(
            delivery_id=delivery.id,
            at=at,
            status=posted.status,
            said=posted.said,
            milliseconds=posted.milliseconds,
        )
    )
    if delivery.tries != parcel.turn:
        session.flush()
        return delivery.state
    if posted.is_taken:
        delivery.state, delivery.settled_at = DeliveryState.DELIVERED, at
        _count_failures(session, delivery.webhook_id, literal(0))
    elif posted.status != GONE and delivery.tries <= len(BACK_OFF):
        delivery.due_at = at + BACK_OFF[delivery.tries - 1]
    else:
        delivery.state, delivery.settled_at = DeliveryState.FAILED, at
        _give_up(session, delivery, posted, at=at)
    session.flush()
    return delivery.state


def message(kind: Announcement, event: Event, *, site: str) -> bytes:
    """Return the body: what happened to which record, and where to read it.

    It tells no more: the reader's token decides what they may see. The same event gives the
    same bytes however often it is sent.
    """
    told = {
        "type": kind.value,
        "timestamp": event.at.isoformat().replace("+00:00", "Z"),
        "data": {
            "event_id": event.id,
            "subject": event.subject,
            "subject_id": event.subject_id,
            "url": f"{site}/api/v1/{_SUBJECTS[event.subject]}/{event.subject_id}",
        },
    }
    return json.dumps(told, separators=(",", ":")).encode()


def signed(message_id: str, body: bytes, *, secret: str, at: datetime) -> dict[str, str]:
    """Return the headers of a message with its signature over number, moment and body."""
    moment = str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    words = b".".join((message_id.encode(), moment.encode(), body))
    signature = base64.b64encode(hmac.digest(key, words, hashlib.sha256)).decode("ascii")
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{signature}",
    }


def _due(at: datetime) -> Select[WebhookDelivery]:
    return (
        select(WebhookDelivery)
        .join(WebhookDelivery.webhook)
        .where(
            WebhookDelivery.state == DeliveryState.WAITING,
            WebhookDelivery.due_at <= at,
            Webhook.is_active,
        )
        .order_by(WebhookDelivery.due_at, WebhookDelivery.id)
        .limit(1)
    )


def _give_up(session: Session, delivery: WebhookDelivery, posted: Posted, *, at: datetime) -> None:
    _count_failures(session, delivery.webhook_id, Webhook.failures + 1)
    webhook = session.get_one(Webhook, delivery.webhook_id, populate_existing=True)
    is_gone = posted.status == GONE
    if not webhook.is_active or not (is_gone or webhook.failures >= FAILURES_MAX):
        return
    reason = "the address said that it is gone" if is_gone else "messages failed again and again"
    webhook.is_active, webhook.stopped_because = False, reason
    session.flush()
    changes = {"is_active": (True, False), "stopped_because": ("", reason)}
    subject = ("webhook", webhook.id)
    history.record(session, "webhook.stopped", subject, changes, actor=MACHINE, at=at)


def _count_failures(session: Session, webhook_id: int, failures: ColumnElement[int]) -> None:
    # Counted by the database, for several senders may give up at once.
    # Not through the record: how messages fare is no edit, and must not outdate one.
    session.execute(update(Webhook).where(Webhook.id == webhook_id).values(failures=failures))
