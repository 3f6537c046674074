"""The moves a claim may make: one row a move, with the guards that the row names.

A rule that is not in ``STEPS`` does not exist. Pages, commands and bulk actions ask this table
which moves are open and why one is not; only the review service carries a move out.

The stage is that of the revision being worked on. A report that is out stays as it was
published until the next revision goes out or the report is retracted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracker.domain import guards
from tracker.domain.actors import Actor
from tracker.domain.errors import PermissionRefused, TransitionRefused
from tracker.domain.guards import IN_FORCE, READY, Case, ClaimFacts, Guard
from tracker.domain.messages import Message, Term
from tracker.domain.readiness import Policy, Readiness
from tracker.domain.vocabulary import Role, Stage

__all__ = ["IN_FORCE", "OPEN_STAGES", "STEPS", "ClaimFacts", "Guard", "Step"]


@dataclass(frozen=True, slots=True)
class Step:
    """One move: from where, to where, who may make it, what must hold, what the button says.

    ``number`` is that of the move in the newsroom's handbook; a move between several stages has
    a row for each. Where there are ``confirmers``, one person proposes the move and another, of
    one of these roles, confirms it.
    """

    number: int
    start: Stage
    to: Stage
    role: Role
    verb: str
    guards: tuple[Guard, ...] = ()
    confirmers: tuple[Role, ...] = ()

    @property
    def needs_note(self) -> bool:
        """Tell whether the mover must say why."""
        return Guard.NOTE in self.guards

    @property
    def needs_checkability(self) -> bool:
        """Tell whether the claim must have been triaged by kind."""
        return Guard.CHECKABILITY in self.guards

    @property
    def gives_up(self) -> bool:
        """Tell whether the move closes a correction without a new version of the report."""
        return Guard.AS_REPORTED in self.guards

    @property
    def needs_second_person(self) -> bool:
        """Tell whether the move is proposed by one person and confirmed by another."""
        return bool(self.confirmers)


@dataclass(frozen=True, slots=True)
class Entry:
    """How a claim comes to be: at which stage, and by whom; None is the machine."""

    number: int
    to: Stage
    role: Role | None
    verb: str


ENTRIES = (
    Entry(1, Stage.PROPOSED, None, "Extract"),
    Entry(4, Stage.NEW, Role.CONTRIBUTOR, "Add by hand"),
)

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
#: A report may have to go while its next revision is being worked on.
_RETRACTABLE = (
    Stage.PUBLISHED,
    Stage.CORRECTED,
    Stage.TRIAGED,
    Stage.IN_PROGRESS,
    Stage.IN_REVIEW,
    Stage.APPROVED,
)
_REREAD = (
    Guard.SECOND_PERSON,
    *READY,
    Guard.COMMENTS,
    Guard.SECOND_VERDICT,
    Guard.AGREEMENT,
)
_GOING_OUT = (*READY, Guard.COMMENTS, Guard.PREFLIGHT)


def _rows() -> Iterator[Step]:
    """Yield the table in the order in which a claim meets its moves."""
    yield Step(2, Stage.PROPOSED, Stage.NEW, Role.CONTRIBUTOR, "Accept")
    for start in (Stage.PROPOSED, Stage.NEW):
        yield Step(3, start, Stage.DECLINED, Role.CONTRIBUTOR, "Decline", (Guard.CHECKABILITY,))
    yield Step(5, Stage.NEW, Stage.TRIAGED, Role.FACT_CHECKER, "Triage", (Guard.CHECKABILITY,))
    yield Step(
        6,
        Stage.TRIAGED,
        Stage.IN_PROGRESS,
        Role.FACT_CHECKER,
        "Start checking",
        (Guard.ASSIGNEE, Guard.OWN),
    )
    yield from _checking()
    yield from _after_publication()
    yield Step(16, Stage.DECLINED, Stage.NEW, Role.FACT_CHECKER, "Take up again", (Guard.NOTE,))
    for stage in _ARCHIVABLE:
        yield Step(17, stage, Stage.ARCHIVED, Role.EDITOR, "Archive", (Guard.NO_REPORT_IN_FORCE,))
    for stage in _ARCHIVABLE:
        yield Step(17, Stage.ARCHIVED, stage, Role.EDITOR, "Bring back", (Guard.AS_BEFORE,))


def _checking() -> Iterator[Step]:
    """Yield the way from the checker's desk to publication, and the ways back."""
    working, reading, approved = Stage.IN_PROGRESS, Stage.IN_REVIEW, Stage.APPROVED
    release = (Guard.BY_ASSIGNEE_OR_EDITOR, Guard.NOTE)
    yield Step(7, working, Stage.TRIAGED, Role.FACT_CHECKER, "Release", release)
    submit = (Guard.BY_ASSIGNEE, *READY)
    yield Step(8, working, reading, Role.FACT_CHECKER, "Submit for review", submit)
    yield Step(9, reading, working, Role.REVIEWER, "Return with comments", (Guard.NOTE,))
    yield Step(10, reading, approved, Role.REVIEWER, "Approve", _REREAD)
    out = (Guard.NO_REPORT_IN_FORCE, *_GOING_OUT)
    yield Step(11, approved, Stage.PUBLISHED, Role.EDITOR, "Publish", out)
    yield Step(12, approved, working, Role.EDITOR, "Reopen", (Guard.NOTE,))


def _after_publication() -> Iterator[Step]:
    """Yield what becomes of a report that is out: each needs a second person."""
    for start in (Stage.PUBLISHED, Stage.CORRECTED):
        yield Step(
            13, start, Stage.IN_PROGRESS, Role.EDITOR, "Correct", (Guard.NOTE,), (Role.REVIEWER,)
        )
    out = (Guard.REPORT_IN_FORCE, *_GOING_OUT)
    yield Step(13, Stage.APPROVED, Stage.CORRECTED, Role.EDITOR, "Publish the correction", out)
    back = (Guard.AS_REPORTED, Guard.NOTE)
    for to in (Stage.PUBLISHED, Stage.CORRECTED):
        yield Step(13, Stage.IN_PROGRESS, to, Role.EDITOR, "Give up the correction", back)
    retract = (Guard.REPORT_IN_FORCE, Guard.NOTE)
    for start in _RETRACTABLE:
        confirmers = (Role.EDITOR, Role.ADMIN)
        yield Step(14, start, Stage.RETRACTED, Role.EDITOR, "Retract", retract, confirmers)
    yield Step(
        15, Stage.RETRACTED, Stage.IN_PROGRESS, Role.EDITOR, "Check again", (Guard.ASSIGNEE,)
    )


STEPS: tuple[Step, ...] = tuple(_rows())

_BY_PAIR = {(step.start, step.to): step for step in STEPS}

#: Stages in which a verdict may be written; later ones need a move back first.
OPEN_STAGES = frozenset({Stage.PROPOSED, Stage.NEW, Stage.TRIAGED, Stage.IN_PROGRESS})


def step_between(start: Stage, to: Stage) -> Step:
    """Return the move from ``start`` to ``to``, or raise TransitionRefused if there is none."""
    try:
        return _BY_PAIR[start, to]
    except KeyError:
        raise TransitionRefused(
            "a claim that is %(start)s cannot become %(to)s", start=start, to=to
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
        and not list(_failing(step.guards, _case(step, claim, actor), only=guards.CHOOSING))
    ]


def check(
    step: Step,
    claim: ClaimFacts,
    *,
    actor: Actor,
    note: str = "",
    readiness: Readiness | None = None,
    policy: Policy | None = None,
) -> None:
    """Refuse with TransitionRefused or PermissionRefused unless the move may be made now.

    For a move that needs a second person this is what the first must fulfil; see also
    ``check_second``.
    """
    actor.require(step.role)
    reasons = list(missing(step, claim, actor=actor, note=note, readiness=readiness, policy=policy))
    if reasons:
        raise TransitionRefused("to %(verb)s, %(reasons)s", verb=Term(step.verb), reasons=reasons)


def check_second(
    step: Step,
    claim: ClaimFacts,
    *,
    first_id: int | None,
    actor: Actor,
    note: str,
    policy: Policy | None = None,
) -> None:
    """Refuse unless ``actor`` may confirm now what the member ``first_id`` proposed.

    In a newsroom of one the same person may.
    """
    require_confirmer(step, actor)
    reasons = list(missing(step, claim, actor=actor, note=note, policy=policy))
    is_same = actor.account_id is not None and actor.account_id == first_id
    if is_same and not (policy or Policy()).single_reader:
        reasons.append(Message("another person must confirm it"))
    if reasons:
        raise TransitionRefused("to %(verb)s, %(reasons)s", verb=Term(step.verb), reasons=reasons)


def require_confirmer(step: Step, actor: Actor) -> None:
    """Refuse with PermissionRefused unless the actor may be the second person of the move."""
    if not (actor.is_machine or any(actor.may(role) for role in step.confirmers)):
        raise PermissionRefused(
            "this needs one of the roles %(roles)s; ask an administrator", roles=step.confirmers
        )


def missing(
    step: Step,
    claim: ClaimFacts,
    *,
    actor: Actor,
    note: str = "",
    readiness: Readiness | None = None,
    policy: Policy | None = None,
) -> Iterator[Message]:
    """Yield in words each condition of the move that does not hold."""
    case = _case(step, claim, actor, note=note, readiness=readiness, policy=policy)
    for guard in _failing(step.guards, case):
        yield guards.advice(guard)


def _case(
    step: Step,
    claim: ClaimFacts,
    actor: Actor,
    *,
    note: str = "",
    readiness: Readiness | None = None,
    policy: Policy | None = None,
) -> Case:
    return Case(claim, step.to, actor, note, readiness or Readiness(), policy or Policy())


def _failing(
    asked: Iterable[Guard], case: Case, *, only: frozenset[Guard] | None = None
) -> Iterator[Guard]:
    for guard in asked:
        if (only is None or guard in only) and not guards.holds(guard, case):
            yield guard
