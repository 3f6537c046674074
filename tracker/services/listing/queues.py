"""Queues: the work that waits, each one a selection of the claim list."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from tracker.domain.commands import Selection
from tracker.domain.vocabulary import Queue, Stage
from tracker.services.listing import tallies
from tracker.services.listing.orders import Sort

#: A proposal of which the extractor is less sure than this is worth a closer look.
UNSURE = 0.6
_BEFORE_REVIEW = (Stage.NEW, Stage.TRIAGED, Stage.IN_PROGRESS)
_OPEN = (Stage.PROPOSED, *_BEFORE_REVIEW, Stage.IN_REVIEW, Stage.APPROVED)

#: In which order a queue is worked through.
ORDERS: Mapping[Queue, Sort] = {
    Queue.MINE: Sort.DUE,
    Queue.REVIEW: Sort.DUE,
    Queue.UNSURE: Sort.LEAST_SURE,
    Queue.STALE: Sort.OLDEST,
    Queue.OVERDUE: Sort.DUE,
    Queue.UNASSIGNED: Sort.PRIORITY,
}


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """Who looks at the queues, on which day, and by which rules of the newsroom."""

    account_id: int | None
    today: date
    #: After how many days a verdict that is out is looked at again.
    review_days: int = 180
    single_reader: bool = False


def selection(queue: Queue, seen: Viewpoint) -> Selection:
    """Return the claims of a queue as they are for one member on one day."""
    nobody_else = None if seen.single_reader else seen.account_id
    selections = {
        Queue.MINE: Selection(
            stages=(*_BEFORE_REVIEW, Stage.IN_REVIEW), assignee_id=seen.account_id or 0
        ),
        Queue.REVIEW: Selection(stages=(Stage.IN_REVIEW,), not_worker_id=nobody_else),
        Queue.UNSURE: Selection(stages=(Stage.PROPOSED,), confidence_below=UNSURE),
        Queue.STALE: Selection(stale_before=seen.today - timedelta(days=seen.review_days)),
        Queue.OVERDUE: Selection(stages=_OPEN, due_before=seen.today),
        Queue.UNASSIGNED: Selection(stages=(Stage.NEW, Stage.TRIAGED), is_unassigned=True),
    }
    return selections[queue]


def narrowed(asked: Selection, queue: Queue | None, seen: Viewpoint) -> Selection:
    """Return what of a selection lies in a queue."""
    return asked if queue is None else replace(asked, within=(selection(queue, seen),))


def counts(session: Session, seen: Viewpoint) -> dict[Queue, int]:
    """Count the claims of every queue, each up to one more than the cap of the tallies."""
    numbers = tallies.count_each(session, [selection(queue, seen) for queue in Queue])
    return dict(zip(Queue, numbers, strict=True))
