"""A newsroom for a state machine: members, claims, and the events that explain every change.

The machine itself stands in ``test_machine``, what it does with sources in ``machine_sources``.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from tests.builders import NOON, make_actor, make_claim, make_evidence, make_reply, make_speaker
from tracker.domain.actors import Actor
from tracker.domain.errors import TrackerError
from tracker.domain.readiness import Policy
from tracker.domain.vocabulary import Role, Stage
from tracker.models import Amendment, Claim, Comment, Event, Evidence, Reply, SecondVerdict
from tracker.services.reviewing import amendment_log
from tracker.services.trail import history

ROLES = (
    Role.VIEWER,
    Role.CONTRIBUTOR,
    Role.FACT_CHECKER,
    Role.FACT_CHECKER,
    Role.REVIEWER,
    Role.EDITOR,
    Role.EDITOR,
    Role.ADMIN,
    Role.AUDITOR,
)
WHO = st.integers(0, len(ROLES) - 1)
WHICH = st.integers(0, 1)
NUMBERS = st.integers(0, 50)
#: Follows from another field, or says only who wrote last.
_FOLLOWS = {
    "updated_at",
    "edit_number",
    "edited_by_id",
    "search_text",
    "last_modified_at",
    "stage_before_archive",
    "report_stage",
}
#: What stands behind a claim in rows of its own, and the beginning of the events that tell of it.
_BEHIND: dict[str, tuple[type[Any], str]] = {
    "evidence rows": (Evidence, "evidence."),
    "reply rows": (Reply, "reply."),
    "comment rows": (Comment, "comment."),
    "second verdict rows": (SecondVerdict, "claim.read_again"),
}


def columns(row: Any) -> dict[str, Any]:
    """Return what stands in a row, without what follows from it."""
    return {
        one.key: getattr(row, one.key)
        for one in inspect(type(row)).column_attrs
        if one.key not in _FOLLOWS
    }


def pick(choices: Any, number: int) -> Any:
    """Return one of the choices, whatever the number."""
    return choices[number % len(choices)]


class Desk(RuleBasedStateMachine):
    """Nine members and two claims with all that stands behind them."""

    session: Session
    originals_dir: Path
    policy: Policy
    #: What was done, and how often.
    deeds: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.outer = self.session.begin_nested()
        self.members = [
            make_actor(self.session, role, name=f"{role.label} {number}")
            for number, role in enumerate(ROLES)
        ]
        speaker = make_speaker(self.session)
        self.claims = [
            make_claim(self.session, stage=Stage.PUBLISHED, speaker=speaker),
            make_claim(self.session, stage=Stage.PROPOSED, speaker=speaker),
        ]
        for claim in self.claims:
            make_evidence(self.session, claim)
            make_evidence(self.session, claim)
            make_reply(self.session, claim)
        self.clock = NOON

    def teardown(self) -> None:
        """Take everything back, once the history was walked from end to end."""
        assert history.verify(self.session)[1] is None
        self.outer.rollback()
        self.session.expunge_all()

    def attempt(self, claim: Claim, act: Callable[[Actor], Any], who: int) -> bool:
        """Let a member act; compare the rows before and after with the events."""
        self.clock += timedelta(minutes=7)
        before, last = self._rows(claim), self._last_event()
        try:
            with self.session.begin_nested():
                act(self.members[who])
        except TrackerError:
            self.session.expire_all()
            assert self._rows(claim) == before
            assert self._last_event() == last
            return False
        self.session.expire_all()
        self._explain(before, self._rows(claim), last)
        return True

    def waiting(self, which: int) -> Amendment | None:
        """Return what is proposed for a report and waits for a second person."""
        return amendment_log.waiting(self.session, self.claims[which].id)

    def _explain(self, before: dict[str, Any], after: dict[str, Any], last: int) -> None:
        told: set[str] = set()
        for one in self.session.scalars(select(Event).where(Event.id > last)):
            told |= one.changes.keys()
            if "amendment_state" in one.changes:
                told.add("amendment")
            told |= {name for name, (_row, of) in _BEHIND.items() if one.action.startswith(of)}
        changed = {name for name in after if before.get(name) != after[name]}
        assert {name.removesuffix("_id") for name in changed} <= {
            name.removesuffix("_id") for name in told
        }

    def _rows(self, claim: Claim) -> dict[str, Any]:
        self.session.refresh(claim)
        proposed = self._all(Amendment, claim)
        behind = {
            name: [columns(row) for row in self._all(kind, claim)]
            for name, (kind, _of) in _BEHIND.items()
        }
        return columns(claim) | {"amendment": [(one.kind, one.state) for one in proposed]} | behind

    def _all(self, kind: Any, claim: Claim) -> list[Any]:
        found = select(kind).where(kind.claim_id == claim.id).order_by(kind.id)
        return list(self.session.scalars(found.execution_options(populate_existing=True)))

    def _last_event(self) -> int:
        return self.session.scalar(select(Event.id).order_by(Event.id.desc()).limit(1)) or 0
