"""Webhooks: addresses that are told what happens here, and what was sent to them."""

from datetime import datetime
from typing import Annotated, Any

from flask import Blueprint, current_app, g, url_for
from pydantic import Field, StringConstraints

from tracker.domain.announcements import Announcement, DeliveryState
from tracker.domain.clock import now
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import Role
from tracker.models import Webhook, WebhookDelivery
from tracker.services.hooks import webhooks
from tracker.services.hooks.webhooks import WebhookEdit
from tracker.services.members import accounts
from tracker.web.api import conditions, paging
from tracker.web.api.operations import Reply, operation
from tracker.web.api.shapes import Address, Asked, Listed, PageQuery, Told
from tracker.web.database import db
from tracker.web.saving.arrivals import settings

bp = Blueprint("api_webhooks", __name__, url_prefix="/api/v1/webhooks")

Name = Annotated[str, StringConstraints(min_length=1, max_length=webhooks.NAME_MAX)]
Events = Annotated[tuple[Announcement, ...], Field(min_length=1, max_length=20)]


class WebhookTold(Told):
    """An address that is told what happens here."""

    id: int
    name: str
    url: str
    events: tuple[Announcement, ...]
    is_active: bool
    failures: int = Field(description="Messages given up in a row")
    stopped_because: str = Field(description="Why it was switched off by itself")
    owner_id: int
    created_at: datetime
    edit_number: int


class WebhookWithSecret(WebhookTold):
    """The same with its secret, which is shown this once."""

    secret: str = Field(description="Signs the messages, as Standard Webhooks say")


class WebhookNew(Asked):
    """An address and what it wants to know."""

    name: Name
    url: Address
    events: Events
    is_active: bool = True


class WebhookPatch(Asked):
    """What is to change; what is left out stays."""

    name: Name | None = None
    url: Address | None = None
    events: Events | None = None
    is_active: bool | None = None


class AttemptTold(Told):
    """One try."""

    at: datetime
    status: int | None
    said: str
    milliseconds: int


class DeliveryTold(Told):
    """One message and each try to bring it there."""

    id: int
    message_id: str
    kind: Announcement
    event_id: int
    state: DeliveryState
    tries: int
    created_at: datetime
    due_at: datetime
    settled_at: datetime | None
    attempts: tuple[AttemptTold, ...]


_WHO: dict[str, Any] = {"scope": Scope.WEBHOOKS, "role": Role.EDITOR, "or_role": Role.ADMIN}
_CHANGES: dict[str, Any] = {**_WHO, "needs_match": "webhook", "refusals": (404,)}


@bp.get("")
@operation("List webhooks by name", answer=Listed[WebhookTold], **_WHO)
def index() -> Reply:
    """List webhooks."""
    known = tuple(WebhookTold.model_validate(one) for one in webhooks.every(db.session))
    return paging.reply(Listed[WebhookTold], known, None)


@bp.post("")
@operation("Add a webhook", body=WebhookNew, answer=WebhookWithSecret, status=201, **_WHO)
def create(body: WebhookNew) -> Reply:
    """Add a webhook; its secret must not be kept, so this request knows no idempotency key."""
    edit = WebhookEdit(body.name, body.url, body.events, body.is_active)
    webhook = webhooks.create(
        db.session,
        accounts.get(db.session, g.actor.account_id),
        edit,
        trusted=settings().webhook_hosts,
        actor=g.actor,
        at=now(),
    )
    return _with_secret(webhook, url_for("api_webhooks.show", webhook_id=webhook.id))


@bp.get("/<int:webhook_id>")
@operation("Show a webhook", answer=WebhookTold, refusals=(404,), **_WHO)
def show(webhook_id: int) -> Reply:
    """Show a webhook."""
    return _reply(webhooks.get(db.session, webhook_id))


@bp.patch("/<int:webhook_id>")
@operation("Change a webhook", body=WebhookPatch, answer=WebhookTold, **_CHANGES)
def revise(webhook_id: int, body: WebhookPatch, match: int) -> Reply:
    """Change a webhook, or switch it on again."""
    known = webhooks.get(db.session, webhook_id)
    sent = body.model_dump(exclude_none=True)
    edit = WebhookEdit(
        name=sent.get("name", known.name),
        url=sent.get("url", known.url),
        events=sent.get("events", [Announcement(word) for word in known.events]),
        is_active=sent.get("is_active", known.is_active),
    )
    changed = webhooks.revise(
        db.session,
        webhook_id,
        edit,
        edit_number=conditions.seen(match, known.edit_number),
        trusted=settings().webhook_hosts,
        actor=g.actor,
        at=now(),
    )
    return _reply(changed)


@bp.delete("/<int:webhook_id>")
@operation("Take a webhook away", status=204, **_CHANGES)
def remove(webhook_id: int, match: int) -> Reply:
    """Take a webhook away; what waits for it is given up."""
    number = conditions.seen(match, webhooks.get(db.session, webhook_id).edit_number)
    webhooks.remove(db.session, webhook_id, edit_number=number, actor=g.actor, at=now())
    return Reply(None)


@bp.post("/<int:webhook_id>/secret")
@operation("Give a webhook another secret", answer=WebhookWithSecret, **_CHANGES)
def renew_secret(webhook_id: int, match: int) -> Reply:
    """Renew the secret, and show it this once."""
    number = conditions.seen(match, webhooks.get(db.session, webhook_id).edit_number)
    renewed = webhooks.renew_secret(
        db.session, webhook_id, edit_number=number, actor=g.actor, at=now()
    )
    return _with_secret(renewed, None)


@bp.get("/<int:webhook_id>/deliveries")
@operation(
    "List the messages to a webhook, the newest first",
    query=PageQuery,
    answer=Listed[DeliveryTold],
    refusals=(404,),
    **_WHO,
)
def deliveries(webhook_id: int, query: PageQuery) -> Reply:
    """List what was sent, with each try."""
    webhooks.get(db.session, webhook_id)
    before = paging.number_of(query.cursor)
    found = webhooks.deliveries(db.session, webhook_id, before=before, limit=query.limit + 1)
    shown = found[: query.limit]
    mark = str(shown[-1].id) if len(found) > query.limit else None
    return paging.reply(Listed[DeliveryTold], tuple(map(_delivery, shown)), mark)


@bp.post("/<int:webhook_id>/deliveries/<int:delivery_id>/replay")
@operation(
    "Send a message once more",
    answer=DeliveryTold,
    may_repeat=True,
    refusals=(404,),
    **_WHO,
)
def replay(webhook_id: int, delivery_id: int) -> Reply:
    """Send a message once more, under its own number."""
    again = webhooks.replay(db.session, webhook_id, delivery_id, actor=g.actor, at=now())
    return Reply(_delivery(again))


def _delivery(found: WebhookDelivery) -> DeliveryTold:
    return DeliveryTold.model_validate(found)


def _reply(webhook: Webhook) -> Reply:
    tag = conditions.tag("webhook", webhook.id, webhook.edit_number)
    return Reply(WebhookTold.model_validate(webhook), tag)


def _with_secret(webhook: Webhook, address: str | None) -> Reply:
    told = WebhookTold.model_validate(webhook).model_dump()
    secret = webhooks.secret_of(webhook, str(current_app.config["SECRET_KEY"]))
    tag = conditions.tag("webhook", webhook.id, webhook.edit_number)
    headers = {"Location": address} if address else {}
    return Reply(WebhookWithSecret(secret=secret, **told), tag, headers)
