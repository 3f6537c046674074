"""How events of the history look to programs."""

from datetime import datetime
from typing import Any

from pydantic import Field

from tracker.models import Event
from tracker.web.api.shapes import Told


class EventTold(Told):
    """Who did what to which record, when, and from what to what."""

    id: int
    at: datetime
    actor_id: int | None = Field(description="Null for the machine and the command line")
    actor: str
    action: str
    subject: str
    subject_id: int
    changes: dict[str, Any] = Field(description="The old and the new value of each field")
    note: str
    hash: str = Field(description="The seal, over this event and the one before")

    @classmethod
    def of(cls, event: Event) -> "EventTold":
        """Return the event as a program sees it."""
        return cls(
            id=event.id,
            at=event.at,
            actor_id=event.actor_id,
            actor=event.actor_name,
            action=event.action,
            subject=event.subject,
            subject_id=event.subject_id,
            changes=event.changes,
            note=event.note,
            hash=event.hash,
        )
