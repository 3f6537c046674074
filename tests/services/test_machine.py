"""Several members move and edit claims in any order: the program and a simple model agree.

The model knows the handbook's pairs and who may make them, what stands behind each claim, and what
went out when. After every step: each change of a row has its event, what was refused changed
nothing, no claim stands at a stage that the handbook does not lead to or without what the move
there asks for, numbers of versions only grow, what went out never changes, and readers see what the
model says they see.
"""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.services.machine import NUMBERS, WHICH, WHO, columns, pick
from tests.services.machine_sources import CLEARS_UP, READS_BLIND, Sources
from tests.unit.test_workflow import ROWS, movers
from tracker.domain.errors import NotFound
from tracker.domain.readiness import Policy
from tracker.domain.report_words import AmendmentKind
from tracker.domain.vocabulary import (
    AttributionVerdict,
    Checkability,
    ContentVerdict,
    Role,
    Stage,
)
from tracker.models import Publication
from tracker.services.editing import claim_fields, claims
from tracker.services.reporting import reports
from tracker.services.reviewing import amendment_log, amendments, review

pytestmark = pytest.mark.slow

#: The way to a report, and who goes it: the numbers are places in ``ROLES``.
WAY = {
    Stage.NEW: (Stage.TRIAGED, 2),
    Stage.TRIAGED: (Stage.IN_PROGRESS, 2),
    Stage.IN_PROGRESS: (Stage.IN_REVIEW, 2),
    Stage.IN_REVIEW: (Stage.APPROVED, 4),
    Stage.RETRACTED: (Stage.IN_PROGRESS, 5),
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


#: Stages that a claim reaches only with all that stands behind it.
ASKING = {Stage.IN_REVIEW, Stage.APPROVED, Stage.PUBLISHED, Stage.CORRECTED}
SITE = "https://newsroom.example"


class Newsroom(Sources):
    """Claims move, are edited, go out, are corrected, taken back, given up."""

    def __init__(self) -> None:
        super().__init__()
        #: The model: where each claim stands, and what the public has of it.
        self.stages = {claim.id: claim.stage for claim in self.claims}
        self.versions: dict[int, list[dict[str, Any]]] = {claim.id: [] for claim in self.claims}
        #: What went out, and from when readers see it.
        self.out: dict[int, list[tuple[Stage, datetime]]] = {claim.id: [] for claim in self.claims}
        self.out[self.claims[0].id].append((Stage.PUBLISHED, self.clock))

    # ── What members do ──────────────────────────────────────────────────────────────────────

    @rule(who=WHO, which=WHICH, to=st.sampled_from(Stage), note=st.sampled_from(["", "because"]))
    def move(self, who: int, which: int, to: Stage, note: str) -> None:
        """Anybody asks for any move."""
        self._move(who, which, to, note)

    @rule(who=WHO, which=WHICH, number=NUMBERS)
    def move_by_the_handbook(self, who: int, which: int, number: int) -> None:
        """Somebody asks for a move that there is."""
        start = self.claims[which].stage
        self._move(who, which, pick([to for one, to in ROWS if one is start], number), "because")

    @rule(which=WHICH, steps=st.integers(1, 6))
    def go_on(self, which: int, steps: int) -> None:
        """Let the right people take the claim some steps nearer to a report."""
        for _step in range(steps):
            self._go_on(which)

    @rule(which=WHICH, days=st.sampled_from([None, None, 1]))
    def bring_out(self, which: int, days: int | None) -> None:
        """Let the right people take the claim to a report, seen now or later."""
        if self.claims[which].stage is Stage.PROPOSED:
            self._move(1, which, Stage.NEW, "because")
        for _step in range(6):
            self._go_on(which, days)

    @rule(which=WHICH, days=st.sampled_from([None, None, 1]), gives_up=st.booleans())
    def correct(self, which: int, days: int | None, *, gives_up: bool) -> None:
        """Let two editors begin a correction, then bring it out or give it up."""
        self.amend(which, AmendmentKind.CORRECTION)
        self.work_on_sources(CLEARS_UP, which, 0, "withdraw")
        if gives_up:
            self._edit(CLEARS_UP, which, {"content_verdict": ContentVerdict.FALSE})
            self.give_up(6, which)
        else:
            self.bring_out(which, days)

    def _go_on(self, which: int, days: int | None = None) -> None:
        claim = self.claims[which]
        if claim.stage is Stage.APPROVED:
            self.clear_up(which)
            self._publish(5, which, days)
            return
        if claim.stage not in WAY:
            return
        to, who = WAY[claim.stage]
        if to is Stage.APPROVED and self.policy.blind_verdicts:
            self.read_again(READS_BLIND, which, claim.content_verdict)
        if claim.stage is Stage.IN_PROGRESS:
            who = next(n for n, m in enumerate(self.members) if m.account_id == claim.assignee_id)
            self._edit(who, which, READY)
            self.clear_up(which)
        self._move(who, which, to, "because")

    @rule(who=WHO, which=WHICH, number=NUMBERS)
    def edit(self, who: int, which: int, number: int) -> None:
        """Somebody writes a field."""
        self._edit(who, which, pick(_EDITS, number))

    @rule(who=WHO, which=WHICH, days=st.sampled_from([None, 1, -1]))
    def publish(self, who: int, which: int, days: int | None) -> None:
        """Somebody gives it out, now or later."""
        self._publish(who, which, days)

    @rule(who=WHO, which=WHICH, kind=st.sampled_from(AmendmentKind))
    def propose(self, who: int, which: int, kind: AmendmentKind) -> None:
        """Somebody proposes to correct or to retract."""
        claim = self.claims[which]
        done = self.attempt(
            claim,
            lambda actor: amendments.propose(
                self.session,
                claim.id,
                kind,
                public_note="A slip.",
                actor=actor,
                at=self.clock,
                policy=self.policy,
            ),
            who,
        )
        if done:
            assert self.members[who].may(Role.EDITOR)
            assert self.out[claim.id]
            assert self.out[claim.id][-1][0] is not Stage.RETRACTED

    @rule(which=WHICH, kind=st.sampled_from(AmendmentKind))
    def amend(self, which: int, kind: AmendmentKind) -> None:
        """Let one editor propose and the other confirm."""
        self.propose(5, which, kind)
        if self.waiting(which):
            self._confirm(6, which)

    @rule(who=WHO, which=WHICH)
    def give_up(self, who: int, which: int) -> None:
        """Somebody gives up the correction that is under way."""
        claim = self.claims[which]
        begun = amendment_log.under_way(self.session, claim.id)
        if begun is None:
            return
        done = self.attempt(
            claim,
            lambda actor: amendments.decline(
                self.session, claim.id, begun.id, actor=actor, at=self.clock, note="It was right."
            ),
            who,
        )
        if done:
            assert self.members[who].may(Role.EDITOR)
            assert self.stages[claim.id] is Stage.IN_PROGRESS
            self.deeds["given up"] += 1
            self.stages[claim.id], _seen_from = self.out[claim.id][-1]

    @rule(days=st.integers(1, 2))
    def wait(self, days: int) -> None:
        """Let days pass, and embargoes with them."""
        self.clock += timedelta(days=days)

    @precondition(lambda self: any(self.waiting(which) for which in (0, 1)))
    @rule(who=WHO)
    def decide(self, who: int) -> None:
        """Somebody confirms what is proposed; it must be another."""
        self._confirm(who, next(which for which in (0, 1) if self.waiting(which)))

    def _confirm(self, who: int, which: int) -> None:
        claim, waiting = self.claims[which], self.waiting(which)
        assert waiting is not None
        old, kind, first = claim.stage, waiting.kind, waiting.proposed_by_id
        done = self.attempt(
            claim,
            lambda actor: amendments.confirm(
                self.session, claim.id, waiting.id, actor=actor, at=self.clock, policy=self.policy
            ),
            who,
        )
        if done:
            to = Stage.RETRACTED if kind is AmendmentKind.RETRACTION else Stage.IN_PROGRESS
            assert ROWS[old, to][0] in {13, 14}
            assert self.members[who].account_id != first
            self.stages[claim.id] = to
            if to is Stage.RETRACTED:
                self.out[claim.id].append((to, self.clock))
                self.deeds["retracted"] += 1

    @precondition(lambda self: any(self.waiting(which) for which in (0, 1)))
    @rule(who=WHO, note=st.sampled_from(["", "No."]))
    def decline(self, who: int, note: str) -> None:
        """Somebody declines what is proposed."""
        which = next(which for which in (0, 1) if self.waiting(which))
        claim, waiting = self.claims[which], self.waiting(which)
        assert waiting is not None
        self.attempt(
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

    @invariant()
    def readers_see_what_went_out_and_nothing_before_its_time(self) -> None:
        for claim in self.claims:
            seen = self._seen(claim.id)
            try:
                found = reports.find(self.session, claim.id, site=SITE, at=self.clock)
            except NotFound:
                assert seen is None
            else:
                told = found.record.stage if isinstance(found, reports.Report) else Stage.RETRACTED
                assert told is seen

    def _seen(self, number: int) -> Stage | None:
        """Return what readers see of a report; one taken back before its time was never there."""
        out = [(stage, since) for stage, since in self.out[number] if since <= self.clock]
        if not out:
            return None
        stage, since = out[-1]
        was_seen = any(
            before <= since for one, before in self.out[number] if one is not Stage.RETRACTED
        )
        return stage if stage is not Stage.RETRACTED or was_seen else None

    # ── How it is done ───────────────────────────────────────────────────────────────────────

    def _move(self, who: int, which: int, to: Stage, note: str) -> None:
        claim = self.claims[which]
        start = claim.stage
        done = self.attempt(
            claim,
            lambda actor: review.advance(
                self.session,
                claim,
                to,
                actor=actor,
                at=self.clock,
                note=note,
                checkability=Checkability.CHECKABLE,
                policy=self.policy,
            ),
            who,
        )
        if done:
            if to in ASKING:
                self.must_be_ready(which, to=to)
            assert self.members[who].role in movers(start, to)
            assert "+" not in ROWS[start, to][1]
            if to in {Stage.PUBLISHED, Stage.CORRECTED}:
                self._went_out(which, to, None)
            self.stages[claim.id] = to

    def _publish(self, who: int, which: int, days: int | None) -> None:
        claim = self.claims[which]
        was_out = claim.report_stage in {Stage.PUBLISHED, Stage.CORRECTED}
        until = None if days is None else self.clock + timedelta(days=days)
        done = self.attempt(
            claim,
            lambda actor: review.publish(
                self.session,
                claim,
                actor=actor,
                at=self.clock,
                embargo_until=until,
                policy=self.policy,
            ),
            who,
        )
        if done:
            assert self.members[who].may(Role.EDITOR)
            assert self.stages[claim.id] is Stage.APPROVED
            self.must_be_ready(which, to=Stage.PUBLISHED)
            self._went_out(which, Stage.CORRECTED if was_out else Stage.PUBLISHED, until)

    def _went_out(self, which: int, to: Stage, until: datetime | None) -> None:
        number = self.claims[which].id
        self.stages[number] = to
        self.out[number].append((to, until or self.clock))
        self.deeds["held back" if until else "out"] += 1
        self.deeds[to.value] += 1

    def _edit(self, who: int, which: int, values: dict[str, Any]) -> None:
        claim = self.claims[which]
        edit = replace(claim_fields.edit_of(claim), **values)
        self.attempt(
            claim,
            lambda actor: claims.revise(self.session, claim.id, edit, actor=actor, at=self.clock),
            who,
        )


@pytest.mark.parametrize("is_blind", [False, True])
def test_members_in_any_order_keep_to_the_handbook(
    session: Session, tmp_path: Path, *, is_blind: bool
) -> None:
    deeds: Counter[str] = Counter()
    world = {
        "session": session,
        "originals_dir": tmp_path,
        "policy": Policy(blind_verdicts=is_blind),
        "deeds": deeds,
    }
    run_state_machine_as_test(
        type("TheNewsroom", (Newsroom,), world),
        settings=settings(
            max_examples=10,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    # Otherwise little of what happens to reports would have been tried; chance leaves some out.
    wanted = {"published", "corrected", "retracted", "held back", "given up", "withdrawn"}
    assert len(wanted & deeds.keys()) > len(wanted) // 2, deeds
    assert not is_blind or deeds["read again"], deeds
