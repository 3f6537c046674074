"""What members have typed and not sent: kept per form, handed back, thrown away.

A draft is nobody's record yet, so the history is not told of it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.errors import InvalidEdit
from tracker.models import Draft
from tracker.readers import clean_text
from tracker.services.trail import history

LONGEST_FORM = 300
#: All the names and texts of one form together: an article of a million characters, and more.
LARGEST = 2_000_000
#: Drafts of one member; the oldest go first.
MOST = 100

Fields = Mapping[str, Sequence[str]]


def save(
    session: Session, form: str, fields: Fields, *, actor: Actor, at: datetime
) -> Draft | None:
    """Keep what a member has typed into a form, in place of what was kept before.

    A form in which nothing stands any more needs no draft.
    """
    _check(form, fields)
    # Two tabs of one form save at the same moment; the later one writes over the earlier.
    history.take_turn(session)
    if not any(value.strip() for values in fields.values() for value in values):
        discard(session, form, actor=actor)
        return None
    draft = _find(session, form, actor)
    if draft is None:
        draft = Draft(account_id=actor.account_id, form=form)
        session.add(draft)
    draft.fields = {
        clean_text(name): [clean_text(value) for value in values] for name, values in fields.items()
    }
    draft.saved_at = at
    session.flush()
    _forget_oldest(session, actor)
    return draft


def of_forms(session: Session, forms: Sequence[str], *, actor: Actor) -> Sequence[Draft]:
    """Return this member's drafts for the forms that a page holds."""
    return session.scalars(
        select(Draft).where(Draft.account_id == actor.account_id, Draft.form.in_(forms))
    ).all()


def exists(session: Session, form: str, *, actor: Actor) -> bool:
    """Tell whether this member has a draft for the form."""
    return _find(session, form, actor) is not None


def discard(session: Session, form: str, *, actor: Actor) -> None:
    """Throw away what this member has typed into a form."""
    session.execute(delete(Draft).where(Draft.account_id == actor.account_id, Draft.form == form))


def _find(session: Session, form: str, actor: Actor) -> Draft | None:
    return session.scalar(
        select(Draft).where(Draft.account_id == actor.account_id, Draft.form == form)
    )


def _check(form: str, fields: Fields) -> None:
    if not form.startswith("/") or len(form) > LONGEST_FORM:
        raise InvalidEdit("form", "this is no form of ours")
    size = sum(len(name) + sum(map(len, values)) for name, values in fields.items())
    if size > LARGEST:
        raise InvalidEdit("fields", "this is too much to keep")


def _forget_oldest(session: Session, actor: Actor) -> None:
    mine = Draft.account_id == actor.account_id
    count = session.scalar(select(func.count(Draft.id)).where(mine)) or 0
    if count > MOST:
        oldest = select(Draft.id).where(mine).order_by(Draft.saved_at, Draft.id).limit(count - MOST)
        numbers = session.scalars(oldest).all()
        session.execute(delete(Draft).where(Draft.id.in_(numbers)))
