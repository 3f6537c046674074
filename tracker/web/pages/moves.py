"""The moves that are open for a claim, as buttons: what each asks for, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.domain import workflow
from tracker.domain.actors import Actor
from tracker.domain.readiness import Policy, Readiness
from tracker.domain.vocabulary import Checkability, Stage
from tracker.domain.workflow import Guard, Step
from tracker.models import Claim

#: What the button's own form answers, or the move itself, so that it is not missing.
_ANSWERED_BY_MOVING = frozenset({Guard.NOTE, Guard.CHECKABILITY, Guard.ASSIGNEE})
#: Why a statement is not taken up; a duplicate is better merged, but may be declined as one.
REASONS = tuple(word for word in Checkability if word is not Checkability.CHECKABLE)
#: Moves that take a claim out of sight stand apart.
_APART = frozenset({Stage.DECLINED, Stage.ARCHIVED, Stage.RETRACTED})


@dataclass(frozen=True, slots=True)
class Move:
    """One button."""

    step: Step
    asks_checkability: bool
    missing: Sequence[str]

    @property
    def asks(self) -> bool:
        """Tell whether the button needs more than a press."""
        return self.step.needs_note or self.asks_checkability

    @property
    def goes_out(self) -> bool:
        """Tell whether the public sees a report by it."""
        return self.step.to in workflow.IN_FORCE and not self.step.gives_up

    @property
    def reasons(self) -> Sequence[Checkability]:
        """Return what the statement may turn out to be; what can be checked is not declined."""
        return REASONS if self.step.to is Stage.DECLINED else tuple(Checkability)

    @property
    def stands_apart(self) -> bool:
        """Tell whether it takes the claim out of the work."""
        return self.step.to in _APART


def moves_of(claim: Claim, actor: Actor, *, readiness: Readiness, policy: Policy) -> list[Move]:
    """List the moves that the actor may see: onwards first, then back, then out of the work."""
    moves = [
        _move(step, claim, actor, readiness=readiness, policy=policy)
        for step in workflow.steps_from(claim, actor)
    ]
    stages = list(Stage)
    here = stages.index(claim.stage)
    return sorted(moves, key=lambda one: (one.stands_apart, stages.index(one.step.to) < here))


def _move(step: Step, claim: Claim, actor: Actor, *, readiness: Readiness, policy: Policy) -> Move:
    # A reason is asked for with every decline, even where the claim was triaged as something else.
    asks = step.needs_checkability and (claim.checkability is None or step.to is Stage.DECLINED)
    rest = replace(step, guards=tuple(g for g in step.guards if g not in _ANSWERED_BY_MOVING))
    missing = workflow.missing(rest, claim, actor=actor, readiness=readiness, policy=policy)
    return Move(step, asks, list(missing))
