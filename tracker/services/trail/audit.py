"""The history of the whole house: found by who, what, which record and when, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Account, Article, Claim, Event, Speaker

PAGE = 50
#: The records that people know by their words rather than by their number.
_NAMED: tuple[tuple[str, Any, Any], ...] = (
    ("article", Article.id, Article.title),
    ("claim", Claim.id, Claim.wording),
    ("speaker", Speaker.id, Speaker.name),
)


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; an empty one means everything."""

    actor_id: int | None = None
    #: Such as ``claim.moved``, or the beginning of it, such as ``claim``.
    action: str = ""
    subject: str = ""
    subject_id: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some events, the newest first, and the number behind which older ones stand."""

    events: Sequence[Event]
    next_before: int | None


def find(session: Session, search: Search, *, before: int | None = None) -> Page:
    """Return a page of the events that are looked for, older than the event ``before``."""
    statement = select(Event).order_by(Event.id.desc()).limit(PAGE + 1)
    if before is not None:
        statement = statement.where(Event.id < before)
    if search.actor_id is not None:
        statement = statement.where(Event.actor_id == search.actor_id)
    if search.action:
        statement = statement.where(Event.action.startswith(search.action, autoescape=True))
    if search.subject:
        statement = statement.where(Event.subject == search.subject)
    if search.subject_id is not None:
        statement = statement.where(Event.subject_id == search.subject_id)
    if search.since is not None:
        statement = statement.where(Event.at >= _midnight(search.since))
    if search.until is not None:
        statement = statement.where(Event.at < _midnight(search.until + timedelta(days=1)))
    events = session.scalars(statement).all()
    more = len(events) > PAGE
    return Page(events[:PAGE], events[PAGE - 1].id if more else None)


def names(session: Session, events: Sequence[Event]) -> dict[tuple[str, int], str]:
    """Return what the claims, speakers and articles are called that events are about."""
    found: dict[tuple[str, int], str] = {}
    for subject, number, name in _NAMED:
        wanted = {one.subject_id for one in events if one.subject == subject}
        if wanted:
            rows = session.execute(select(number, name).where(number.in_(wanted)))
            found |= {(subject, one): called for one, called in rows}
    return found


def people(session: Session) -> Sequence[Account]:
    """Return everybody who can have acted, by name."""
    return session.scalars(select(Account).order_by(Account.name, Account.id)).all()


def last_id(session: Session) -> int:
    """Return the number of the newest event, 0 where there is none."""
    return session.scalar(select(Event.id).order_by(Event.id.desc()).limit(1)) or 0


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)
