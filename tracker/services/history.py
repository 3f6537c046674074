"""The one writer of the history, and its reader.

Every event is sealed to the one before it, so a row that is altered, removed or put in later
shows when the chain is verified.
"""

from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.hashing import GENESIS, seal
from tracker.models import Event

#: ``{field: (old, new)}``
Changes = Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Broken:
    """The first event that does not fit the chain, and why."""

    event_id: int
    reason: str


def take_turn(session: Session) -> None:
    """Wait until no other writer is at work; from here to the commit this one is alone.

    Services call it before they read what they are about to change, so that what they compare
    and check still holds when they write, and no two writers ever wait for each other. SQLite
    has one writer anyway.
    """
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext('tracker.history'))"))


def record(
    session: Session,
    action: str,
    subject: tuple[str, int],
    changes: Changes,
    *,
    actor: Actor,
    at: datetime,
    note: str = "",
) -> Event:
    """Write that ``actor`` did ``action`` to the record ``subject`` (its kind and number).

    Call it once the change has been flushed; the chain is locked from here to the commit.
    """
    take_turn(session)
    previous = session.scalar(select(Event.hash).order_by(Event.id.desc()).limit(1)) or GENESIS
    event = Event(
        at=at,
        actor_id=actor.account_id,
        actor_name=actor.name,
        action=action,
        subject=subject[0],
        subject_id=subject[1],
        changes={name: [plain(old), plain(new)] for name, (old, new) in changes.items()},
        note=note,
        previous_hash=previous,
        hash="",
    )
    event.hash = seal(previous, sealed_part(event))
    session.add(event)
    session.flush()
    return event


def of(session: Session, subject: str, subject_id: int) -> Sequence[Event]:
    """Return the events of one record, the newest first."""
    return session.scalars(
        select(Event)
        .where(Event.subject == subject, Event.subject_id == subject_id)
        .order_by(Event.id.desc())
    ).all()


def verify(session: Session) -> tuple[int, Broken | None]:
    """Walk the whole chain; return how many events hold and the first that does not, if any."""
    previous, count = GENESIS, 0
    with closing(_walk(session)) as events:
        for event in events:
            if event.previous_hash != previous:
                reason = "an event before it is missing or was put in later"
                return count, Broken(event.id, reason)
            if event.hash != seal(previous, sealed_part(event)):
                return count, Broken(event.id, "its words were changed")
            previous, count = event.hash, count + 1
    return count, None


def sealed_part(event: Event) -> dict[str, Any]:
    """Return what the seal covers: all that the event says."""
    return {
        "at": event.at.isoformat(timespec="microseconds"),
        "actor_id": event.actor_id,
        "actor_name": event.actor_name,
        "action": event.action,
        "subject": event.subject,
        "subject_id": event.subject_id,
        "changes": event.changes,
        "note": event.note,
    }


def plain(value: Any) -> Any:
    """Turn a value into what JSON can hold; numbers with a fraction become text, as seals need."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.4f}"
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(part) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(part) for part in value]
    return value


def _walk(session: Session) -> Generator[Event, None, None]:
    """Yield the events by number, a thousand in memory at a time."""
    every = select(Event).order_by(Event.id).execution_options(yield_per=1000)
    with closing(session.scalars(every)) as events:
        yield from events
