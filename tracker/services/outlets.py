"""Outlets: found by domain or name, or made."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.folding import fold
from tracker.models import Outlet
from tracker.services import history


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
    name = " ".join((name or "").split()) or None
    domain = (domain or "").strip().lower().removeprefix("www.") or None
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


def _find(session: Session, name: str | None, domain: str | None) -> Outlet | None:
    if domain is not None:
        known = session.scalar(select(Outlet).where(Outlet.domain == domain))
        if known is not None:
            return known
    wanted = fold(name or "")
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
