"""The history in the order of its chain, for programs that follow it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.vocabulary import Role
from tracker.models import Event


def following(
    session: Session,
    *,
    actor: Actor,
    after: int = 0,
    action: str | None = None,
    subject: str | None = None,
    subject_id: int | None = None,
    limit: int,
) -> Sequence[Event]:
    """Return the events behind the number ``after``, the oldest first; auditors only."""
    actor.require(Role.AUDITOR)
    statement = select(Event).where(Event.id > after).order_by(Event.id).limit(limit)
    if action is not None:
        statement = statement.where(Event.action == action)
    if subject is not None:
        statement = statement.where(Event.subject == subject)
    if subject_id is not None:
        statement = statement.where(Event.subject_id == subject_id)
    return session.scalars(statement).all()
