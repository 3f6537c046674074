"""The moves a claim may make: one row a move, and the guards that a row names.

A rule that is not in ``STEPS`` does not exist. Pages, commands and bulk actions ask this table
which moves are open and why one is not; only the review service carries a move out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from tracker.domain.actors import Actor
from tracker.domain.errors import TransitionRefused
from tracker.domain.vocabulary import (
    AttributionVerdict,
    Checkability,
    ContentVerdict,
    Role,
    Stage,
)


class ClaimFacts(Protocol):
    """What the guards look at; the claim model has all of it."""

    stage: Stage
    stage_before_archive: Stage | None
    checkability: Checkability | None
    attribution_verdict: AttributionVerdict
    content_verdict: ContentVerdict
    explanation: str
    speaker_id: int | None
    assignee_id: int | None
    edited_by_id: int | None


class Guard(StrEnum):
    """A condition of a move."""

    NOTE = "note"
    CHECKABILITY = "checkability"
    ASSIGNEE = "assignee"
    BY_ASSIGNEE = "by_assignee"
    VERDICTS = "verdicts"
    EXPLANATION = "explanation"
    SPEAKER = "speaker"
    SECOND_PERSON = "second_person"
    AS_BEFORE = "as_before"


@dataclass(frozen=True, slots=True)
class Step:
    """One move: from where, to where, who may make it, what must hold, what the button says."""

    start: Stage
    to: Stage
    role: Role
    verb: str
    guards: tuple[Guard, ...] = ()

    @property
    def needs_note(self) -> bool:
        """Tell whether the mover must say why."""
        return Guard.NOTE in self.guards

    @property
    def needs_checkability(self) -> bool:
        """Tell whether the claim must have been triaged by kind."""
        return Guard.CHECKABILITY in self.guards


_ARCHIVABLE = (
    Stage.PROPOSED,
    Stage.NEW,
    Stage.TRIAGED,
    Stage.IN_PROGRESS,
    Stage.IN_REVIEW,
    Stage.APPROVED,
    Stage.RETRACTED,
    Stage.DECLINED,
)
_READY = (Guard.VERDICTS, Guard.EXPLANATION, Guard.SPEAKER)

#: Corrections of a published claim (published to corrected, retracted back to work) need
#: revisions of a claim, and come with them.
STEPS: tuple[Step, ...] = (
    Step(Stage.PROPOSED, Stage.NEW, Role.CONTRIBUTOR, "Accept"),
    Step(
        Stage.PROPOSED,
        Stage.DECLINED,
        Role.CONTRIBUTOR,
        "Decline",
        (Guard.CHECKABILITY,),
    ),
    Step(Stage.NEW, Stage.DECLINED, Role.CONTRIBUTOR, "Decline", (Guard.CHECKABILITY,)),
    Step(Stage.NEW, Stage.TRIAGED, Role.FACT_CHECKER, "Triage", (Guard.CHECKABILITY,)),
    Step(
        Stage.TRIAGED,
        Stage.IN_PROGRESS,
        Role.FACT_CHECKER,
        "Start checking",
        (Guard.ASSIGNEE,),
    ),
    Step(
        Stage.IN_PROGRESS,
        Stage.TRIAGED,
        Role.FACT_CHECKER,
        "Release",
        (Guard.BY_ASSIGNEE, Guard.NOTE),
    ),
    Step(
        Stage.IN_PROGRESS,
        Stage.IN_REVIEW,
        Role.FACT_CHECKER,
        "Submit for review",
        (Guard.BY_ASSIGNEE, *_READY),
    ),
    Step(
        Stage.IN_REVIEW,
        Stage.IN_PROGRESS,
        Role.REVIEWER,
        "Return with comments",
        (Guard.NOTE,),
    ),
    Step(
        Stage.IN_REVIEW,
        Stage.APPROVED,
        Role.REVIEWER,
        "Approve",
        (Guard.SECOND_PERSON, *_READY),
    ),
    Step(Stage.APPROVED, Stage.PUBLISHED, Role.EDITOR, "Publish", _READY),
    Step(Stage.APPROVED, Stage.IN_PROGRESS, Role.EDITOR, "Reopen", (Guard.NOTE,)),
    Step(
        Stage.PUBLISHED,
        Stage.RETRACTED,
        Role.EDITOR,
        "Retract",
        (Guard.NOTE, Guard.SECOND_PERSON),
    ),
    Step(Stage.DECLINED, Stage.NEW, Role.FACT_CHECKER, "Take up again", (Guard.NOTE,)),
    *(Step(stage, Stage.ARCHIVED, Role.EDITOR, "Archive") for stage in _ARCHIVABLE),
    *(
        Step(Stage.ARCHIVED, stage, Role.EDITOR, "Bring back", (Guard.AS_BEFORE,))
        for stage in _ARCHIVABLE
    ),
)

_BY_PAIR = {(step.start, step.to): step for step in STEPS}

#: Stages in which a verdict may be written; later ones need a move back first.
OPEN_STAGES = frozenset({Stage.PROPOSED, Stage.NEW, Stage.TRIAGED, Stage.IN_PROGRESS})


def step_between(start: Stage, to: Stage) -> Step:
    """Return the move from ``start`` to ``to``, or raise TransitionRefused if there is none."""
    try:
        return _BY_PAIR[start, to]
    except KeyError:
        raise TransitionRefused(
            f"a claim that is {start.label.lower()} cannot become {to.label.lower()}"
        ) from None


def steps_from(claim: ClaimFacts, actor: Actor) -> list[Step]:
    """List the moves that ``actor`` may see for the claim, in the order of the table.

    A move whose guards do not hold yet is listed too: the page says what is missing.
    """
    return [
        step
        for step in STEPS
        if step.start is claim.stage
        and actor.may(step.role)
        and (Guard.AS_BEFORE not in step.guards or claim.stage_before_archive is step.to)
    ]


def check(
    step: Step,
    claim: ClaimFacts,
    *,
    actor: Actor,
    note: str = "",
    single_reader: bool = False,
) -> None:
    """Refuse with TransitionRefused or PermissionRefused unless the move may be made now.

    ``single_reader`` is the switch of a newsroom of one: it lifts the second person, and pages
    and reports then say so.
    """
    actor.require(step.role)
    reasons = list(missing(step, claim, actor=actor, note=note, single_reader=single_reader))
    if reasons:
        raise TransitionRefused(f"to {step.verb.lower()}, {'; '.join(reasons)}")


def missing(
    step: Step,
    claim: ClaimFacts,
    *,
    actor: Actor,
    note: str = "",
    single_reader: bool = False,
) -> Iterator[str]:
    """Yield in words each condition of the move that does not hold."""
    for guard in step.guards:
        if guard is Guard.NOTE:
            if not note.strip():
                yield "say why in the note"
        elif guard is Guard.SECOND_PERSON and single_reader:
            continue
        elif not _HOLDS[guard](step, claim, actor):
            yield _ADVICE[guard]


def _is_worker(claim: ClaimFacts, actor: Actor) -> bool:
    return actor.account_id is not None and actor.account_id in (
        claim.assignee_id,
        claim.edited_by_id,
    )


_HOLDS: dict[Guard, Callable[[Step, ClaimFacts, Actor], bool]] = {
    Guard.CHECKABILITY: lambda _step, claim, _actor: claim.checkability is not None,
    Guard.ASSIGNEE: lambda _step, claim, _actor: claim.assignee_id is not None,
    Guard.BY_ASSIGNEE: lambda _step, claim, actor: (
        actor.account_id == claim.assignee_id or actor.may(Role.EDITOR)
    ),
    Guard.VERDICTS: lambda _step, claim, _actor: (
        claim.attribution_verdict is not AttributionVerdict.UNVERIFIED
        and claim.content_verdict is not ContentVerdict.NOT_RATED
    ),
    Guard.EXPLANATION: lambda _step, claim, _actor: bool(claim.explanation.strip()),
    Guard.SPEAKER: lambda _step, claim, _actor: claim.speaker_id is not None,
    Guard.SECOND_PERSON: lambda _step, claim, actor: not _is_worker(claim, actor),
    Guard.AS_BEFORE: lambda step, claim, _actor: claim.stage_before_archive is step.to,
}

_ADVICE = {
    Guard.CHECKABILITY: "say what kind of statement it is",
    Guard.ASSIGNEE: "choose who checks it",
    Guard.BY_ASSIGNEE: "ask the person who checks it, or an editor",
    Guard.VERDICTS: "give both verdicts: was it said, and is it true",
    Guard.EXPLANATION: "explain the verdict",
    Guard.SPEAKER: "name the speaker, or choose an anonymous source",
    Guard.SECOND_PERSON: "ask somebody who has not worked on it",
    Guard.AS_BEFORE: "bring it back to the stage it came from",
}
