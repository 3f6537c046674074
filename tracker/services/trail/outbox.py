"""What happens here is laid out for the webhooks that want to know, as it happens.

A delivery is written in the transaction of its event: what was undone is never told, and what
was done is never forgotten. ``webhook_sending`` brings deliveries to where they belong.
"""

import secrets
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.announcements import announced
from tracker.models import Event, Webhook, WebhookDelivery


def announce(session: Session, event: Event) -> None:
    """Lay out the event for every webhook that asked for it; most events are no news."""
    announce_all(session, [event])


def announce_all(session: Session, events: Sequence[Event]) -> None:
    """Lay out each of the events, in their order."""
    news = [(event, kinds) for event in events if (kinds := announced(event.action, event.changes))]
    if not news:
        return
    listening = session.execute(select(Webhook.id, Webhook.events).where(Webhook.is_active)).all()
    session.add_all(
        delivery(webhook_id, event, kind)
        for event, kinds in news
        for webhook_id, wanted in listening
        for kind in kinds
        if kind.value in wanted
    )


def delivery(webhook_id: int, event: Event, kind: str) -> WebhookDelivery:
    """Return a message about an event, to be sent at once."""
    return WebhookDelivery(
        webhook_id=webhook_id,
        event_id=event.id,
        message_id=f"msg_{secrets.token_hex(12)}",
        kind=str(kind),
        created_at=event.at,
        due_at=event.at,
    )
