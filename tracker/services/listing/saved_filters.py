"""Filters of the claim list kept under a name: for their owner, or shared with the newsroom."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.domain.actors import Actor
from tracker.domain.errors import InvalidEdit, NotFound, PermissionRefused
from tracker.domain.vocabulary import Role
from tracker.models import SavedFilter
from tracker.services.lookup import find
from tracker.services.trail import history

NAME_MAX = 80
QUERY_MAX = 2000
#: More lists than this, nobody finds again.
MOST = 50


def visible(session: Session, account_id: int | None) -> Sequence[SavedFilter]:
    """Return the member's own lists and the shared ones, by name."""
    return session.scalars(
        select(SavedFilter)
        .where(or_(SavedFilter.owner_id == account_id, SavedFilter.is_shared))
        .options(joinedload(SavedFilter.owner))
        .order_by(func.lower(SavedFilter.name), SavedFilter.id)
    ).all()


def get(session: Session, filter_id: int, *, actor: Actor) -> SavedFilter:
    """Return a list that the actor may see; another's private one does not exist for them."""
    found = find(session, SavedFilter, filter_id)
    if found is None or not (found.is_shared or found.owner_id == actor.account_id):
        raise NotFound("there is no saved list with the number %(number)d", number=filter_id)
    return found


def add(
    session: Session, name: str, query: str, *, is_shared: bool, actor: Actor, at: datetime
) -> SavedFilter:
    """Keep the arguments of the claim list's address under a name."""
    history.take_turn(session)
    owner = actor.account_id
    if owner is None:
        raise PermissionRefused("the machine keeps no lists")
    if is_shared:
        actor.require(Role.CONTRIBUTOR)
    if len(query) > QUERY_MAX:
        raise InvalidEdit("name", "these filters are too many to be kept; take some away")
    if len(_own(session, owner)) >= MOST:
        raise InvalidEdit("name", "you keep %(most)s lists; remove one first", most=MOST)
    saved = SavedFilter(
        owner_id=owner,
        name=_free_name(session, name, owner),
        query=query,
        is_shared=is_shared,
        created_at=at,
    )
    session.add(saved)
    session.flush()
    changes = {name: (None, value) for name, value in _facts(saved).items()}
    _record(session, "saved_filter.added", saved, changes, actor=actor, at=at)
    return saved


def revise(
    session: Session, filter_id: int, name: str, *, is_shared: bool, actor: Actor, at: datetime
) -> SavedFilter:
    """Give the list another name, or another circle of those who see it."""
    saved = _writable(session, filter_id, actor)
    if is_shared:
        actor.require(Role.CONTRIBUTOR)
    before = _facts(saved)
    saved.name = _free_name(session, name, saved.owner_id, but=saved.id)
    saved.is_shared = is_shared
    session.flush()
    changes = {n: (before[n], value) for n, value in _facts(saved).items() if before[n] != value}
    if changes:
        _record(session, "saved_filter.revised", saved, changes, actor=actor, at=at)
    return saved


def remove(session: Session, filter_id: int, *, actor: Actor, at: datetime) -> dict[str, Any]:
    """Forget the list, and return what it was, so that it can be added again."""
    saved = _writable(session, filter_id, actor)
    facts = _facts(saved)
    changes = {name: (value, None) for name, value in facts.items()}
    session.delete(saved)
    session.flush()
    _record(session, "saved_filter.removed", saved, changes, actor=actor, at=at)
    return facts


def _own(session: Session, owner_id: int) -> Sequence[SavedFilter]:
    return session.scalars(select(SavedFilter).where(SavedFilter.owner_id == owner_id)).all()


def _writable(session: Session, filter_id: int, actor: Actor) -> SavedFilter:
    """Return a list that the actor may change: their own, and for editors a shared one."""
    history.take_turn(session)
    saved = get(session, filter_id, actor=actor)
    if saved.owner_id != actor.account_id:
        actor.require(Role.EDITOR)
    return saved


def _free_name(session: Session, name: str, owner_id: int, *, but: int | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise InvalidEdit("name", "give the list a name")
    if len(name) > NAME_MAX:
        raise InvalidEdit("name", "the name may have %(most)s characters", most=NAME_MAX)
    if any(one.name == name and one.id != but for one in _own(session, owner_id)):
        raise InvalidEdit("name", "you keep a list called %(name)s already", name=name)
    return name


def _facts(saved: SavedFilter) -> dict[str, Any]:
    return {"name": saved.name, "query": saved.query, "is_shared": saved.is_shared}


def _record(
    session: Session,
    action: str,
    saved: SavedFilter,
    changes: dict[str, tuple[Any, Any]],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    history.record(session, action, ("saved_filter", saved.id), changes, actor=actor, at=at)
