"""Who is looking at a record just now; kept for a minute, told to nobody later."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.models import Account, Presence
from tracker.services.trail import history

#: Pages report every twenty seconds; whoever is silent for three times as long has left.
EXPIRES = timedelta(seconds=60)
#: Records that people look at together.
SUBJECTS = frozenset({"claim", "article"})


def note(session: Session, subject: str, number: int, *, actor: Actor, at: datetime) -> None:
    """Write down that a member is looking, and forget those who left."""
    # Two tabs report at the same moment, and one of them would find the row taken.
    history.take_turn(session)
    session.execute(delete(Presence).where(Presence.seen_at < at - EXPIRES))
    mine = session.get(Presence, (actor.account_id, subject, number))
    if mine is None:
        mine = Presence(account_id=actor.account_id, subject=subject, subject_id=number)
        session.add(mine)
    mine.seen_at = at
    session.flush()


def others(session: Session, subject: str, number: int, *, actor: Actor, at: datetime) -> list[str]:
    """Return the names of the others who are looking at the record."""
    return list(
        session.scalars(
            select(Account.name)
            .join(Presence, Presence.account_id == Account.id)
            .where(
                Presence.subject == subject,
                Presence.subject_id == number,
                Presence.account_id != actor.account_id,
                Presence.seen_at >= at - EXPIRES,
            )
            .order_by(Account.name)
        )
    )
