"""The one writer of the history, and its reader.

Every event is sealed to the one before it, so a row that is altered, removed or put in later
shows when the chain is verified.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.hashing import GENESIS, SEAL_VERSION, compact_json, digest, make_salt, seal
from tracker.models import Event
from tracker.services.trail import chain, outbox
from tracker.services.trail.chain import Broken

#: ``{field: (old, new)}``
Changes = Mapping[str, tuple[Any, Any]]
#: Where a session keeps the events that are going to be written together.
_TOGETHER = "events together"


def take_turn(session: Session) -> None:
    """Wait until no other writer is at work; from here to the commit this one is alone.

    Services call it before they read what they are about to change, so that what they compare
    and check still holds when they write, and no two writers ever wait for each other. SQLite
    has one writer anyway.
    """
    if _TOGETHER in session.info:
        return
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext('tracker.history'))"))


@contextmanager
def together(session: Session) -> Iterator[None]:
    """Write what is changed and recorded meanwhile in one go at the end.

    For many changes in one transaction, of which no two are of one record; until the end their
    events have no number.
    """
    take_turn(session)
    waiting: list[Event] = []
    session.info[_TOGETHER] = waiting
    try:
        yield
        session.flush()
    finally:
        del session.info[_TOGETHER]
    outbox.announce_all(session, waiting)


@contextmanager
def operation(session: Session, number: int) -> Iterator[None]:
    """Let every event that is recorded meanwhile name the operation that it is a part of."""
    session.info["operation"] = number
    try:
        yield
    finally:
        del session.info["operation"]


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
    if "operation" in session.info:
        changes = {**changes, "operation": (None, session.info["operation"])}
    event = Event(
        at=at,
        actor_id=actor.account_id,
        actor_name=actor.name,
        action=action,
        subject=subject[0],
        subject_id=subject[1],
        changes={name: [plain(old), plain(new)] for name, (old, new) in changes.items()},
        note=note,
        previous_hash=_last_hash(session),
        seal_version=SEAL_VERSION,
        name_salt=make_salt(),
        words_salt=make_salt(),
    )
    _seal(event)
    session.add(event)
    waiting = session.info.get(_TOGETHER)
    if waiting is None:
        session.flush()
        outbox.announce(session, event)
    else:
        waiting.append(event)
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
    found = chain.verify(session)
    return found.count, found.broken


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


def _last_hash(session: Session) -> str:
    if waiting := session.info.get(_TOGETHER):
        last: Event = waiting[-1]
        return last.hash
    return session.scalar(select(Event.hash).order_by(Event.id.desc()).limit(1)) or GENESIS


def _seal(event: Event) -> None:
    """Digest the parts that speak of people, and bind the event to the one before it."""
    event.name_digest = digest(event.name_salt or "", event.actor_name)
    event.words_digest = digest(event.words_salt or "", compact_json(event.changes), event.note)
    event.hash = seal(
        event.previous_hash,
        event.seal_version,
        chain.stamp(event.at),
        event.actor_id,
        event.action,
        event.subject,
        event.subject_id,
        event.name_digest,
        event.words_digest,
    )
