"""How long claims stayed at a stage before somebody moved them on, from the history."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.vocabulary import Stage
from tracker.models import Claim, Event
from tracker.services.figures.statistics import WAITING, Scope

#: A page is not to wait for more; the newest moves tell how things are.
MOST_MOVES = 5_000
_DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Stay:
    """How many days claims stayed at a stage: half of them, and nine of ten, at most so many."""

    stage: Stage
    moves: int
    median: float
    ninth_tenth: float


def time_in_stages(session: Session, scope: Scope) -> tuple[Stay, ...]:
    """Measure the stays that ended within the scope, in the order of the stages."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    for stage, left, entered, created in session.execute(_stays(scope)):
        if stage is not None:
            seconds = (left - (entered or created)).total_seconds()
            found[stage].append(max(0.0, seconds) / _DAY_SECONDS)
    return tuple(
        Stay(stage, len(found[stage]), quantile(found[stage], 0.5), quantile(found[stage], 0.9))
        for stage in WAITING
        if stage in found
    )


def quantile(values: Sequence[float], share: float) -> float:
    """Return the smallest of the values that this share of them does not exceed (nearest rank)."""
    return sorted(values)[max(0, ceil(share * len(values)) - 1)]


def _stays(scope: Scope) -> Any:
    """Ask for the stage that was left, when, when it was entered, and when the claim came in."""
    before = aliased(Event)
    entered = (
        select(func.max(before.at))
        .where(
            before.subject == "claim",
            before.subject_id == Event.subject_id,
            before.id < Event.id,
            before.action == "claim.moved",
        )
        .scalar_subquery()
    )
    return (
        select(Event.changes["stage", 0].as_string(), Event.at, entered, Claim.created_at)
        .join(Claim, Claim.id == Event.subject_id)
        .where(scope.moves())
        .order_by(Event.at.desc())
        .limit(MOST_MOVES)
    )
