"""Webhooks: made, changed, switched off, and what was sent to them."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.domain.actors import Actor
from tracker.domain.announcements import DeliveryState
from tracker.domain.errors import NotFound, PermissionRefused, StaleEdit
from tracker.domain.vocabulary import Role
from tracker.models import Account, Webhook, WebhookDelivery
from tracker.services.hooks.webhook_fields import NAME_MAX, WebhookEdit, checked, shown, values
from tracker.services.lookup import find
from tracker.services.trail import history

__all__ = [
    "NAME_MAX",
    "WebhookEdit",
    "create",
    "deliveries",
    "every",
    "get",
    "may_manage",
    "remove",
    "renew_secret",
    "replay",
    "revise",
    "secret_of",
]

DELIVERIES_SHOWN = 50


def create(
    session: Session,
    owner: Account,
    edit: WebhookEdit,
    *,
    trusted: frozenset[str],
    actor: Actor,
    at: datetime,
) -> Webhook:
    """Make a webhook; raise InvalidEdit for an address that we would not post to.

    ``trusted`` names the ``host:port`` of the house that may be private addresses.
    """
    _require(actor)
    edit = checked(edit, trusted)
    webhook = Webhook(
        owner_id=owner.id,
        name=edit.name,
        url=edit.url,
        events=sorted(edit.events),
        salt=secrets.token_hex(16),
        is_active=edit.is_active,
        failures=0,
        created_at=at,
        stopped_because="",
    )
    session.add(webhook)
    session.flush()
    changes = {name: (None, value) for name, value in values(webhook).items()}
    _record(session, "webhook.created", webhook, changes, actor=actor, at=at)
    return webhook


def revise(
    session: Session,
    webhook_id: int,
    edit: WebhookEdit,
    *,
    edit_number: int,
    trusted: frozenset[str],
    actor: Actor,
    at: datetime,
) -> Webhook:
    """Change a webhook; switching it on again forgets its failures."""
    _require(actor)
    edit = checked(edit, trusted)
    webhook = _expect(session, webhook_id, edit_number, attempted=edit)
    before = values(webhook)
    if edit.is_active and not webhook.is_active:
        webhook.failures, webhook.stopped_because = 0, ""
    webhook.name, webhook.url = edit.name, edit.url
    webhook.events, webhook.is_active = sorted(edit.events), edit.is_active
    _tell(session, webhook, before, actor=actor, at=at)
    return webhook


def renew_secret(
    session: Session, webhook_id: int, *, edit_number: int, actor: Actor, at: datetime
) -> Webhook:
    """Give a webhook another secret; messages are signed with it from now on."""
    _require(actor)
    webhook = _expect(session, webhook_id, edit_number)
    webhook.salt = secrets.token_hex(16)
    session.flush()
    _record(session, "webhook.secret_renewed", webhook, {}, actor=actor, at=at)
    return webhook


def remove(
    session: Session, webhook_id: int, *, edit_number: int, actor: Actor, at: datetime
) -> None:
    """Take a webhook away; what waits for it is given up, what was sent stays on record."""
    _require(actor)
    webhook = _expect(session, webhook_id, edit_number)
    before = values(webhook)
    webhook.is_active, webhook.removed_at = False, at
    waiting = (
        WebhookDelivery.webhook_id == webhook.id,
        WebhookDelivery.state == DeliveryState.WAITING,
    )
    given_up = update(WebhookDelivery).where(*waiting)
    session.execute(given_up.values(state=DeliveryState.FAILED, settled_at=at))
    session.flush()
    changes = {"is_active": (before["is_active"], False), "removed_at": (None, at)}
    _record(session, "webhook.removed", webhook, changes, actor=actor, at=at)


def every(session: Session) -> Sequence[Webhook]:
    """Return the webhooks by name."""
    statement = select(Webhook).where(Webhook.removed_at.is_(None)).order_by(Webhook.name)
    return session.scalars(statement.options(joinedload(Webhook.owner))).all()


def get(session: Session, webhook_id: int) -> Webhook:
    """Return the webhook, or raise NotFound."""
    found = find(session, Webhook, webhook_id)
    if found is None or found.removed_at is not None:
        raise NotFound("there is no webhook with the number %(number)d", number=webhook_id)
    return found


def deliveries(
    session: Session, webhook_id: int, *, before: int | None = None, limit: int = DELIVERIES_SHOWN
) -> Sequence[WebhookDelivery]:
    """Return what was sent to a webhook with each attempt, the newest first."""
    statement = (
        select(WebhookDelivery)
        .where(WebhookDelivery.webhook_id == webhook_id)
        .options(selectinload(WebhookDelivery.attempts), joinedload(WebhookDelivery.event))
        .order_by(WebhookDelivery.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(WebhookDelivery.id < before)
    return session.scalars(statement).all()


def replay(
    session: Session, webhook_id: int, delivery_id: int, *, actor: Actor, at: datetime
) -> WebhookDelivery:
    """Send a message once more, under its own number; receivers can tell it is the same."""
    _require(actor)
    webhook = get(session, webhook_id)
    found = find(session, WebhookDelivery, delivery_id)
    if found is None or found.webhook_id != webhook.id:
        raise NotFound(
            "there is no message with the number %(number)d to this webhook", number=delivery_id
        )
    found.state, found.settled_at = DeliveryState.WAITING, None
    found.tries, found.due_at = 0, at
    session.flush()
    changes = {"replayed": (None, found.message_id)}
    _record(session, "webhook.replayed", webhook, changes, actor=actor, at=at)
    return found


def secret_of(webhook: Webhook, key: str) -> str:
    """Return the secret that signs the webhook's messages, in the form of Standard Webhooks.

    It is made of the installation's key and the webhook's salt, and stored nowhere.
    """
    made = hmac.digest(key.encode(), f"webhook\n{webhook.salt}".encode(), hashlib.sha256)
    return "whsec_" + base64.b64encode(made).decode("ascii")


def may_manage(actor: Actor) -> bool:
    """Tell whether the actor may manage webhooks."""
    return actor.is_machine or actor.may(Role.EDITOR) or actor.may(Role.ADMIN)


def _require(actor: Actor) -> None:
    if not may_manage(actor):
        raise PermissionRefused("this needs the role editor or administrator")


def _expect(
    session: Session, webhook_id: int, edit_number: int, *, attempted: WebhookEdit | None = None
) -> Webhook:
    history.take_turn(session)
    webhook = get(session, webhook_id)
    if webhook.edit_number != edit_number:
        raise StaleEdit(shown(values(webhook)), shown(values(attempted) if attempted else {}))
    return webhook


def _tell(
    session: Session, webhook: Webhook, before: dict[str, Any], *, actor: Actor, at: datetime
) -> None:
    session.flush()
    after = values(webhook)
    changes = {name: (old, after[name]) for name, old in before.items() if old != after[name]}
    if changes:
        _record(session, "webhook.revised", webhook, changes, actor=actor, at=at)


def _record(
    session: Session,
    action: str,
    webhook: Webhook,
    changes: history.Changes,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    history.record(session, action, ("webhook", webhook.id), changes, actor=actor, at=at)
