"""What becomes of made-up claims: their stage, and the days on which people moved them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from tracker.domain.vocabulary import Stage

_WAY = (
    Stage.NEW,
    Stage.TRIAGED,
    Stage.IN_PROGRESS,
    Stage.IN_REVIEW,
    Stage.APPROVED,
    Stage.PUBLISHED,
)
#: What a newsroom has after a year, in hundredths.
_SHARES = {
    Stage.PROPOSED: 12,
    Stage.NEW: 7,
    Stage.TRIAGED: 6,
    Stage.IN_PROGRESS: 3,
    Stage.IN_REVIEW: 2,
    Stage.APPROVED: 1,
    Stage.PUBLISHED: 24,
    Stage.CORRECTED: 2,
    Stage.RETRACTED: 1,
    Stage.DECLINED: 36,
    Stage.ARCHIVED: 6,
}
_AFTER = {
    Stage.CORRECTED: (*_WAY, Stage.CORRECTED),
    Stage.RETRACTED: (*_WAY, Stage.RETRACTED),
    Stage.DECLINED: (Stage.DECLINED,),
    Stage.ARCHIVED: (Stage.NEW, Stage.ARCHIVED),
    Stage.PROPOSED: (),
}


@dataclass(frozen=True, slots=True)
class Move:
    """One step of a claim, and when it was taken."""

    old: Stage
    new: Stage
    at: datetime


@dataclass(frozen=True, slots=True)
class Life:
    """All the steps of a claim so far."""

    moves: tuple[Move, ...]

    @property
    def stage(self) -> Stage:
        """Return where the claim stands."""
        return self.moves[-1].new if self.moves else Stage.PROPOSED

    def moment(self, *stages: Stage) -> datetime | None:
        """Return when the claim first came to one of these stages."""
        return next((move.at for move in self.moves if move.new in stages), None)


def live(random: Random, born: datetime, now: datetime) -> Life:
    """Make up a life that ends before ``now``."""
    (wanted,) = random.choices(list(_SHARES), weights=list(_SHARES.values()))
    return Life(tuple(_moves(random, _way(wanted), born, now)))


def _way(wanted: Stage) -> tuple[Stage, ...]:
    return _AFTER[wanted] if wanted in _AFTER else _WAY[: _WAY.index(wanted) + 1]


def _moves(random: Random, way: tuple[Stage, ...], born: datetime, now: datetime) -> Iterator[Move]:
    old, at = Stage.PROPOSED, born
    for new in way:
        at += timedelta(hours=random.expovariate(1 / 40))
        if at >= now:
            return
        yield Move(old, new, at)
        old = new
