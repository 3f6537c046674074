"""Outlets: found by domain or name, or made; corrected."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.errors import InvalidEdit
from tracker.domain.folding import fold
from tracker.domain.vocabulary import Role
from tracker.models import Outlet
from tracker.services.lookup import fetch
from tracker.services.trail import history


@dataclass(frozen=True, slots=True)
class OutletEdit:
    """The fields of an outlet that people write."""

    name: str
    domain: str | None = None


def create(session: Session, edit: OutletEdit, *, actor: Actor, at: datetime) -> Outlet:
    """Make an outlet; raise InvalidEdit where one has its name or domain already."""
    actor.require(Role.CONTRIBUTOR)
    history.take_turn(session)
    edit = _checked(session, edit)
    outlet = Outlet(name=edit.name, domain=edit.domain, created_at=at)
    return _make(session, outlet, actor=actor)


def revise(
    session: Session, outlet_id: int, edit: OutletEdit, *, actor: Actor, at: datetime
) -> history.Changes:
    """Correct the name or domain of an outlet, and return what changed; its articles follow."""
    actor.require(Role.CONTRIBUTOR)
    history.take_turn(session)
    outlet = fetch(session, Outlet, outlet_id)
    edit = _checked(session, edit, own=outlet)
    wanted = {"name": edit.name, "domain": edit.domain}
    held = {name: (getattr(outlet, name), value) for name, value in wanted.items()}
    changes = {name: (old, new) for name, (old, new) in held.items() if old != new}
    for name, (_old, new) in changes.items():
        setattr(outlet, name, new)
    if changes:
        _record(session, "outlet.revised", outlet, changes, actor=actor, at=at)
    return changes


def find_or_make(
    session: Session,
    name: str | None,
    domain: str | None,
    *,
    actor: Actor,
    at: datetime,
    is_demonstration: bool = False,
) -> Outlet | None:
    """Return the outlet of this domain, else of this name, else a new one.

    None where neither is given. Case and accents do not tell two outlets apart. An outlet that
    was known by name alone learns its domain.
    """
    name, domain = _tidy(name), _tidy_domain(domain)
    if name is None and domain is None:
        return None
    outlet = _find(session, name, domain)
    if outlet is None:
        return _make(
            session,
            Outlet(
                name=name or domain,
                domain=domain,
                is_demonstration=is_demonstration,
                created_at=at,
            ),
            actor=actor,
        )
    if outlet.domain is None and domain is not None:
        outlet.domain = domain
        _record(session, "outlet.revised", outlet, {"domain": (None, domain)}, actor=actor, at=at)
    return outlet


def _checked(session: Session, edit: OutletEdit, own: Outlet | None = None) -> OutletEdit:
    name, domain = _tidy(edit.name), _tidy_domain(edit.domain)
    if name is None:
        raise InvalidEdit("name", "give the outlet a name")
    if domain is not None and ("." not in domain or any(c in domain for c in "/:@?# \t\n")):
        raise InvalidEdit("domain", "write the domain alone, such as example.org")
    for field, given in (("name", (name, None)), ("domain", (None, domain))):
        known = _find(session, *given) if any(given) else None
        if known is not None and known is not own:
            raise InvalidEdit(
                field, "%(name)s (outlet %(id)s) has it already", name=known.name, id=known.id
            )
    return OutletEdit(name, domain)


def _tidy(name: str | None) -> str | None:
    return " ".join((name or "").split()) or None


def _tidy_domain(domain: str | None) -> str | None:
    return (domain or "").strip().lower().removeprefix("www.") or None


def _find(session: Session, name: str | None, domain: str | None) -> Outlet | None:
    if domain is not None:
        known = session.scalar(select(Outlet).where(Outlet.domain == domain))
        if known is not None:
            return known
    if name is None:
        return None
    wanted = fold(name)
    # A newsroom reads hundreds of outlets, not thousands: looking at each one is quick.
    same = (outlet for outlet in session.scalars(select(Outlet)) if fold(outlet.name) == wanted)
    return next(same, None)


def _make(session: Session, outlet: Outlet, *, actor: Actor) -> Outlet:
    session.add(outlet)
    session.flush()
    changes = {"name": (None, outlet.name), "domain": (None, outlet.domain)}
    _record(session, "outlet.added", outlet, changes, actor=actor, at=outlet.created_at)
    return outlet


def _record(
    session: Session,
    action: str,
    outlet: Outlet,
    changes: history.Changes,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    session.flush()
    history.record(session, action, ("outlet", outlet.id), changes, actor=actor, at=at)
