"""The lies about tokens, kept answers and webhooks that the database refuses."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from tests.builders import NOON, make_account, make_actor, make_article
from tracker.models import KeptAnswer, Token, Webhook, WebhookAttempt, WebhookDelivery
from tracker.services.trail import history


def a_token(session: Session) -> Token:
    token = Token(
        account_id=make_account(session).id,
        name="Site",
        token_hash="0" * 64,
        beginning="trk_0000",
        scopes=["read"],
        created_at=NOON,
        expires_at=NOON + timedelta(days=30),
    )
    session.add(token)
    session.flush()
    return token


def a_kept_answer(session: Session) -> Any:
    facts = {"key": "one", "request_hash": "0" * 64, "begun_at": NOON, "headers": {}}
    session.add(KeptAnswer(token_id=a_token(session).id, **facts))
    session.flush()


def a_webhook(session: Session) -> Webhook:
    webhook = Webhook(
        owner_id=make_account(session).id,
        name="Site",
        url="https://site.example/hook",
        events=["claim.published"],
        salt="00",
        created_at=NOON,
    )
    session.add(webhook)
    session.flush()
    return webhook


def a_delivery(session: Session) -> Any:
    subject = ("article", make_article(session).id)
    event = history.record(session, "article.told", subject, {}, actor=make_actor(session), at=NOON)
    delivery = WebhookDelivery(
        webhook_id=a_webhook(session).id,
        event_id=event.id,
        message_id="msg_1",
        kind="claim.published",
        created_at=NOON,
        due_at=NOON,
        attempts=[WebhookAttempt(at=NOON)],
    )
    session.add(delivery)
    session.flush()


LIES: dict[str, tuple[Callable[[Session], Any], str]] = {
    "ck_kept_answer_whole_or_nothing": (a_kept_answer, "UPDATE kept_answer SET status = 201"),
    "ck_token_expires_later": (a_token, "UPDATE token SET expires_at = created_at"),
    "ck_token_name_not_empty": (a_token, "UPDATE token SET name = ''"),
    "ck_webhook_attempt_milliseconds_not_negative": (
        a_delivery,
        "UPDATE webhook_attempt SET milliseconds = -1",
    ),
    "ck_webhook_delivery_deliverystate": (
        a_delivery,
        "UPDATE webhook_delivery SET state = 'lost', settled_at = created_at",
    ),
    "ck_webhook_delivery_settled_iff_not_waiting": (
        a_delivery,
        "UPDATE webhook_delivery SET state = 'delivered'",
    ),
    "ck_webhook_delivery_tries_not_negative": (
        a_delivery,
        "UPDATE webhook_delivery SET tries = -1",
    ),
    "ck_webhook_failures_not_negative": (a_webhook, "UPDATE webhook SET failures = -1"),
    "ck_webhook_name_not_empty": (a_webhook, "UPDATE webhook SET name = ''"),
    "ck_webhook_removed_is_silent": (a_webhook, "UPDATE webhook SET removed_at = created_at"),
}
