"""Several members move and edit claims in any order: the program and a simple model agree.

The model knows the handbook's pairs and who may make them, and nothing else. After every step:
each change of a row has its event, no claim stands at a stage that the handbook does not lead to,
numbers of versions only grow, and what went out never changes.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from tests.builders import NOON, make_actor, make_claim, make_evidence, make_reply, make_speaker
from tests.unit.test_workflow import ROWS, movers
from tracker.domain.actors import Actor
from tracker.domain.errors import TrackerError
from tracker.domain.report_words import AmendmentKind
from tracker.domain.vocabulary import (
    AttributionVerdict,
    Checkability,
    ContentVerdict,
    Role,
    Stage,
)
from tracker.models import Amendment, Claim, Event, Publication
from tracker.services import amendment_log, amendments, claim_fields, claims, history, review

pytestmark = pytest.mark.slow

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
#: The way to a report, and who goes it: the numbers are places in ``ROLES``.
WAY = {
    Stage.NEW: (Stage.TRIAGED, 2),
    Stage.TRIAGED: (Stage.IN_PROGRESS, 2),
    Stage.IN_PROGRESS: (Stage.IN_REVIEW, 2),
    Stage.IN_REVIEW: (Stage.APPROVED, 4),
    Stage.RETRACTED: (Stage.IN_PROGRESS, 5),
}
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
_EDITS: tuple[dict[str, Any], ...] = (
    {"note": "Ask the port."},
    {"wording": "The port moved nine million tonnes."},
    {"content_verdict": ContentVerdict.FALSE},
    {"content_verdict": ContentVerdict.TRUE, "explanation": "The figures say so."},
    {"attribution_verdict": AttributionVerdict.ACCURATE_QUOTE},
    {"checkability": Checkability.CHECKABLE},
)
READY = {
    "content_verdict": ContentVerdict.MIXED,
    "attribution_verdict": AttributionVerdict.ACCURATE_QUOTE,
    "explanation": "Half of it is so.",
}


def columns(row: Any) -> dict[str, Any]:
    return {
        one.key: getattr(row, one.key)
        for one in inspect(type(row)).column_attrs
        if one.key not in _FOLLOWS
    }


class Newsroom(RuleBasedStateMachine):
    """Nine members, two claims, and whatever they come up with."""

    session: Session
    #: At which stages, with how many versions, the claims were left.
    reached: Counter[tuple[Stage, int]]

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
        #: The model: where each claim stands, and what the public has of it.
        self.stages = {claim.id: claim.stage for claim in self.claims}
        self.versions: dict[int, list[dict[str, Any]]] = {claim.id: [] for claim in self.claims}

    def teardown(self) -> None:
        assert history.verify(self.session)[1] is None
        for claim in self.claims:
            self.reached[claim.stage, len(self.versions[claim.id])] += 1
        self.outer.rollback()
        self.session.expunge_all()

    # ── What members do ──────────────────────────────────────────────────────────────────────

    @rule(who=WHO, which=WHICH, to=st.sampled_from(Stage), note=st.sampled_from(["", "because"]))
    def move(self, who: int, which: int, to: Stage, note: str) -> None:
        """Anybody asks for any move."""
        self._move(who, which, to, note)

    @rule(who=WHO, which=WHICH, pick=NUMBERS)
    def move_by_the_handbook(self, who: int, which: int, pick: int) -> None:
        """Somebody asks for a move that there is."""
        start = self.claims[which].stage
        self._move(who, which, _pick([to for one, to in ROWS if one is start], pick), "because")

    @rule(which=WHICH, steps=st.integers(1, 6))
    def go_on(self, which: int, steps: int) -> None:
        """Let the right people take the claim some steps nearer to a report."""
        for _step in range(steps):
            self._go_on(which)

    def _go_on(self, which: int) -> None:
        claim = self.claims[which]
        if claim.stage is Stage.APPROVED:
            self._publish(5, which, None)
            return
        if claim.stage not in WAY:
            return
        to, who = WAY[claim.stage]
        if claim.stage is Stage.IN_PROGRESS:
            who = next(n for n, m in enumerate(self.members) if m.account_id == claim.assignee_id)
            self._edit(who, which, READY)
        self._move(who, which, to, "because")

    @rule(who=WHO, which=WHICH, pick=NUMBERS)
    def edit(self, who: int, which: int, pick: int) -> None:
        """Somebody writes a field."""
        self._edit(who, which, _pick(_EDITS, pick))

    @rule(who=WHO, which=WHICH, days=st.sampled_from([None, 1, -1]))
    def publish(self, who: int, which: int, days: int | None) -> None:
        """Somebody gives it out, now or later."""
        self._publish(who, which, days)

    @rule(who=WHO, which=WHICH, kind=st.sampled_from(AmendmentKind))
    def propose(self, who: int, which: int, kind: AmendmentKind) -> None:
        """Somebody proposes to correct or to retract."""
        claim = self.claims[which]
        done = self._try(
            claim,
            lambda actor: amendments.propose(
                self.session, claim.id, kind, public_note="A slip.", actor=actor, at=self.clock
            ),
            who,
        )
        if done:
            assert self.members[who].may(Role.EDITOR)
            assert self.versions[claim.id]
            assert self.versions[claim.id][-1]["stage"] is not Stage.RETRACTED

    @rule(which=WHICH, kind=st.sampled_from(AmendmentKind))
    def amend(self, which: int, kind: AmendmentKind) -> None:
        """Let one editor propose and the other confirm."""
        self.propose(5, which, kind)
        if self._waiting(which):
            self._confirm(6, which)

    @precondition(lambda self: any(self._waiting(which) for which in (0, 1)))
    @rule(who=WHO)
    def decide(self, who: int) -> None:
        """Somebody confirms what is proposed; it must be another."""
        self._confirm(who, next(which for which in (0, 1) if self._waiting(which)))

    def _confirm(self, who: int, which: int) -> None:
        claim, waiting = self.claims[which], self._waiting(which)
        assert waiting is not None
        old, kind, first = claim.stage, waiting.kind, waiting.proposed_by_id
        done = self._try(
            claim,
            lambda actor: amendments.confirm(
                self.session, claim.id, waiting.id, actor=actor, at=self.clock
            ),
            who,
        )
        if done:
            to = Stage.RETRACTED if kind is AmendmentKind.RETRACTION else Stage.IN_PROGRESS
            assert ROWS[old, to][0] in {13, 14}
            assert self.members[who].account_id != first
            self.stages[claim.id] = to

    @precondition(lambda self: any(self._waiting(which) for which in (0, 1)))
    @rule(who=WHO, note=st.sampled_from(["", "No."]))
    def decline(self, who: int, note: str) -> None:
        """Somebody declines what is proposed."""
        which = next(which for which in (0, 1) if self._waiting(which))
        claim, waiting = self.claims[which], self._waiting(which)
        assert waiting is not None
        self._try(
            claim,
            lambda actor: amendments.decline(
                self.session, claim.id, waiting.id, actor=actor, at=self.clock, note=note
            ),
            who,
        )

    # ── What must hold ───────────────────────────────────────────────────────────────────────

    @invariant()
    def stages_are_those_of_the_model(self) -> None:
        for claim in self.claims:
            self.session.refresh(claim)
            assert claim.stage is self.stages[claim.id]

    @invariant()
    def what_went_out_never_changes_and_numbers_grow(self) -> None:
        for claim in self.claims:
            rows = self.session.scalars(
                select(Publication)
                .where(Publication.claim_id == claim.id)
                .order_by(Publication.id)
                .execution_options(populate_existing=True)
            ).all()
            now = [columns(row) for row in rows]
            before = self.versions[claim.id]
            assert now[: len(before)] == before
            assert [row["number"] for row in now] == list(range(1, len(now) + 1))
            assert claim.revision == len(now)
            self.versions[claim.id] = now

    # ── How it is done ───────────────────────────────────────────────────────────────────────

    def _move(self, who: int, which: int, to: Stage, note: str) -> None:
        claim = self.claims[which]
        start = claim.stage
        done = self._try(
            claim,
            lambda actor: review.advance(
                self.session,
                claim,
                to,
                actor=actor,
                at=self.clock,
                note=note,
                checkability=Checkability.CHECKABLE,
            ),
            who,
        )
        if done:
            assert self.members[who].role in movers(start, to)
            assert "+" not in ROWS[start, to][1]
            self.stages[claim.id] = to

    def _publish(self, who: int, which: int, days: int | None) -> None:
        claim = self.claims[which]
        was_out = claim.report_stage in {Stage.PUBLISHED, Stage.CORRECTED}
        until = None if days is None else self.clock + timedelta(days=days)
        done = self._try(
            claim,
            lambda actor: review.publish(
                self.session, claim, actor=actor, at=self.clock, embargo_until=until
            ),
            who,
        )
        if done:
            assert self.members[who].may(Role.EDITOR)
            assert self.stages[claim.id] is Stage.APPROVED
            self.stages[claim.id] = Stage.CORRECTED if was_out else Stage.PUBLISHED

    def _edit(self, who: int, which: int, values: dict[str, Any]) -> None:
        claim = self.claims[which]
        edit = replace(claim_fields.edit_of(claim), **values)
        self._try(
            claim,
            lambda actor: claims.revise(self.session, claim.id, edit, actor=actor, at=self.clock),
            who,
        )

    def _try(self, claim: Claim, act: Callable[[Actor], Any], who: int) -> bool:
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

    def _explain(self, before: dict[str, Any], after: dict[str, Any], last: int) -> None:
        told: set[str] = set()
        for one in self.session.scalars(select(Event).where(Event.id > last)):
            told |= one.changes.keys()
            if "amendment_state" in one.changes:
                told.add("amendment")
        changed = {name for name in after if before.get(name) != after[name]}
        assert {name.removesuffix("_id") for name in changed} <= {
            name.removesuffix("_id") for name in told
        }

    def _rows(self, claim: Claim) -> dict[str, Any]:
        self.session.refresh(claim)
        proposed = self.session.scalars(
            select(Amendment).where(Amendment.claim_id == claim.id).order_by(Amendment.id)
        )
        return columns(claim) | {"amendment": [(one.kind, one.state) for one in proposed]}

    def _last_event(self) -> int:
        return self.session.scalar(select(Event.id).order_by(Event.id.desc()).limit(1)) or 0

    def _waiting(self, which: int) -> Amendment | None:
        return amendment_log.waiting(self.session, self.claims[which].id)


def _pick(choices: Any, number: int) -> Any:
    return choices[number % len(choices)]


def test_members_in_any_order_keep_to_the_handbook(session: Session) -> None:
    reached: Counter[tuple[Stage, int]] = Counter()
    machine = type("TheNewsroom", (Newsroom,), {"session": session, "reached": reached})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    # Otherwise nothing that happens to reports would have been tried.
    assert max(number for _stage, number in reached) > 2, reached
