"""The conditions of the moves: what each asks, and what to do where it does not hold."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from tracker.domain.actors import Actor
from tracker.domain.messages import Message
from tracker.domain.readiness import MOST_STEPS_APART, Policy, Readiness
from tracker.domain.vocabulary import (
    AttributionVerdict,
    Checkability,
    ContentVerdict,
    Role,
    Stage,
)

#: Where the newsroom stands behind a report that is out.
IN_FORCE = frozenset({Stage.PUBLISHED, Stage.CORRECTED})


class ClaimFacts(Protocol):
    """What the guards look at; the claim model has all of it."""

    stage: Stage
    stage_before_archive: Stage | None
    #: What became of the claim in public: published, corrected or retracted, whatever is being
    #: worked on meanwhile.
    report_stage: Stage | None
    checkability: Checkability | None
    attribution_verdict: AttributionVerdict
    content_verdict: ContentVerdict
    explanation: str
    speaker_id: int | None
    assignee_id: int | None
    edited_by_id: int | None
    created_by_id: int | None


class Guard(StrEnum):
    """A condition of a move."""

    NOTE = "note"
    CHECKABILITY = "checkability"
    ASSIGNEE = "assignee"
    OWN = "own"
    BY_ASSIGNEE = "by_assignee"
    BY_ASSIGNEE_OR_EDITOR = "by_assignee_or_editor"
    VERDICTS = "verdicts"
    EXPLANATION = "explanation"
    SPEAKER = "speaker"
    SOURCES = "sources"
    SNAPSHOTS = "snapshots"
    REPLY = "reply"
    COMMENTS = "comments"
    SECOND_VERDICT = "second_verdict"
    AGREEMENT = "agreement"
    SECOND_PERSON = "second_person"
    PREFLIGHT = "preflight"
    AS_BEFORE = "as_before"
    AS_REPORTED = "as_reported"
    REPORT_IN_FORCE = "report_in_force"
    NO_REPORT_IN_FORCE = "no_report_in_force"


#: Which of two moves a claim has, not what is missing for one: the other is not even offered.
CHOOSING = frozenset(
    {Guard.AS_BEFORE, Guard.AS_REPORTED, Guard.REPORT_IN_FORCE, Guard.NO_REPORT_IN_FORCE}
)
#: What a claim must have before somebody else reads it, and still when it goes out.
READY = (
    Guard.VERDICTS,
    Guard.EXPLANATION,
    Guard.SPEAKER,
    Guard.SOURCES,
    Guard.SNAPSHOTS,
    Guard.REPLY,
)


@dataclass(frozen=True, slots=True)
class Case:
    """A claim that somebody would move, and all that decides whether they may."""

    claim: ClaimFacts
    to: Stage
    actor: Actor
    note: str
    readiness: Readiness
    policy: Policy


def holds(guard: Guard, case: Case) -> bool:
    """Tell whether the condition holds."""
    return _HOLDS[guard](case)


def advice(guard: Guard) -> Message:
    """Say what to do where the condition does not hold: the end of "to publish, …"."""
    return Message(_ADVICE[guard])


def _is_worker(case: Case) -> bool:
    claim = case.claim
    workers = (claim.assignee_id, claim.edited_by_id, claim.created_by_id)
    return case.actor.account_id is not None and case.actor.account_id in workers


def _is_assignee(case: Case) -> bool:
    return case.actor.account_id == case.claim.assignee_id


def _is_rated(case: Case) -> bool:
    return (
        case.claim.attribution_verdict is not AttributionVerdict.UNVERIFIED
        and case.claim.content_verdict is not ContentVerdict.NOT_RATED
    )


_HOLDS: dict[Guard, Callable[[Case], bool]] = {
    Guard.NOTE: lambda case: bool(case.note.strip()),
    Guard.CHECKABILITY: lambda case: case.claim.checkability is not None,
    Guard.ASSIGNEE: lambda case: case.claim.assignee_id is not None,
    Guard.OWN: lambda case: (
        case.claim.assignee_id is None or _is_assignee(case) or case.actor.may(Role.EDITOR)
    ),
    Guard.BY_ASSIGNEE: _is_assignee,
    Guard.BY_ASSIGNEE_OR_EDITOR: lambda case: _is_assignee(case) or case.actor.may(Role.EDITOR),
    Guard.VERDICTS: _is_rated,
    Guard.EXPLANATION: lambda case: bool(case.claim.explanation.strip()),
    Guard.SPEAKER: lambda case: case.claim.speaker_id is not None,
    Guard.SOURCES: lambda case: case.readiness.independent_sources >= case.policy.minimum_sources,
    Guard.SNAPSHOTS: lambda case: (
        case.policy.minimum_sources == 0 or case.readiness.without_snapshot == 0
    ),
    Guard.REPLY: lambda case: not case.policy.reply_required or case.readiness.is_reply_settled,
    Guard.COMMENTS: lambda case: case.readiness.open_comments == 0,
    Guard.SECOND_VERDICT: lambda case: (
        not case.policy.blind_verdicts or case.readiness.verdict_gap is not None
    ),
    Guard.AGREEMENT: lambda case: (
        not case.policy.blind_verdicts or (case.readiness.verdict_gap or 0) <= MOST_STEPS_APART
    ),
    Guard.SECOND_PERSON: lambda case: case.policy.single_reader or not _is_worker(case),
    Guard.PREFLIGHT: lambda case: not case.readiness.obstacles,
    Guard.AS_BEFORE: lambda case: case.claim.stage_before_archive is case.to,
    Guard.AS_REPORTED: lambda case: case.claim.report_stage is case.to,
    Guard.REPORT_IN_FORCE: lambda case: case.claim.report_stage in IN_FORCE,
    Guard.NO_REPORT_IN_FORCE: lambda case: case.claim.report_stage not in IN_FORCE,
}

_ADVICE = {
    Guard.NOTE: "say why in the note",
    Guard.CHECKABILITY: "say what kind of statement it is",
    Guard.ASSIGNEE: "choose who checks it",
    Guard.OWN: "ask the person it is given to, or an editor",
    Guard.BY_ASSIGNEE: "ask the person who checks it",
    Guard.BY_ASSIGNEE_OR_EDITOR: "ask the person who checks it, or an editor",
    Guard.VERDICTS: "give both verdicts: was it said, and is it true",
    Guard.EXPLANATION: "explain the verdict",
    Guard.SPEAKER: "name the speaker, or choose an anonymous source",
    Guard.SOURCES: "cite more sources that do not depend on one another",
    Guard.SNAPSHOTS: "keep a copy of every piece of evidence",
    Guard.REPLY: "ask the other side, or say why not",
    Guard.COMMENTS: "settle the open comments",
    Guard.SECOND_VERDICT: "have a second person give a verdict without seeing the first",
    Guard.AGREEMENT: "send it back: the second verdict is more than a step from the first",
    Guard.SECOND_PERSON: "ask somebody who has not worked on it",
    Guard.PREFLIGHT: "mend what the rules of reports find wrong",
    Guard.AS_BEFORE: "bring it back to the stage it came from",
    Guard.AS_REPORTED: "go back to where its report stands",
    Guard.REPORT_IN_FORCE: "there must be a report in force",
    Guard.NO_REPORT_IN_FORCE: "its report is in force; correct it, or retract it first",
}
