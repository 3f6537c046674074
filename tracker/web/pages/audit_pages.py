"""What the page of the whole history shows, and how far its chain is verified.

The state of the chain is kept in this process and goes on where it stopped, so that looking at
the page costs little and writes nothing; a restart begins anew.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, url_for
from sqlalchemy.orm import Session

from tracker.models import Account
from tracker.services.trail import audit
from tracker.services.trail.chain import Walk
from tracker.web.forms.audit import AuditForm
from tracker.web.pages.history_lines import EventLine, event_lines

#: So many events are verified while somebody waits for the page: about half a second.
AT_ONCE = 50_000


class ChainState:
    """How far this process has verified the chain."""

    def __init__(self) -> None:
        self.walk = Walk()
        self.lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A page of the history."""

    form: AuditForm
    lines: Sequence[EventLine]
    names: Mapping[tuple[str, int], str]
    people: Sequence[Account]
    next_url: str | None
    first_url: str | None
    walk: Walk
    verified_at: datetime
    left: int

    @classmethod
    def of(
        cls, session: Session, form: AuditForm, *, before: int | None, at: datetime
    ) -> "AuditPage":
        """Read the page that the address asks for."""
        form.validate()
        found = audit.find(session, form.to_search(), before=before)
        walk, left = _verified(session)
        kept = {name: value for name, value in form.data.items() if value and name in form}
        older = {**kept, "before": found.next_before}
        return cls(
            form=form.offer(),
            lines=event_lines(found.events),
            names=audit.names(session, found.events),
            people=audit.people(session),
            next_url=_address(older) if found.next_before else None,
            first_url=_address(kept) if before else None,
            walk=walk,
            verified_at=at,
            left=left,
        )


def _address(values: Mapping[str, Any]) -> str:
    return url_for("audit.index", **values)


def _verified(session: Session) -> tuple[Walk, int]:
    """Verify a little more of the chain, and return the walk and how many events are left."""
    state = current_app.extensions.setdefault("tracker_chain", ChainState())
    with state.lock:
        if state.walk.broken is not None or audit.last_id(session) < state.walk.last_id:
            state.walk = Walk()
        state.walk.go_on(session, most=AT_ONCE)
        left = max(0, audit.last_id(session) - state.walk.last_id)
        return state.walk, left
