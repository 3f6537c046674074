"""Many rows stored in one transaction, a part at a time, each part with few statements."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.domain.errors import TrackerError
from tracker.models import Claim
from tracker.services import lookup
from tracker.services.trail import history

#: Rows that are read ahead and stored together.
AT_ONCE = 100

Row = TypeVar("Row")
Done = TypeVar("Done")
Kept = TypeVar("Kept")


def store_in_parts(
    session: Session,
    rows: Sequence[Row],
    store: Callable[[Row], Done],
    *,
    claim_of: Callable[[Row], int | None],
    refused: Callable[[Row, TrackerError], Done],
    keep: Callable[[Done], Kept],
) -> list[Kept]:
    """Store every row, and return what is kept of what was done; the caller has the turn.

    ``claim_of`` names the claim that a row is written to. A row that a service refuses leaves
    nothing behind: ``refused`` says what that comes to, or raises. ``keep`` is asked once a part
    is written; what it returns should hold no record, or all of a long file stay in memory.
    """

    def stored(part: Sequence[Row]) -> list[Kept]:
        try:
            with session.begin_nested(), history.together(session):
                # Held on to: a session remembers only what somebody uses.
                ahead = _claims(session, [claim_of(row) for row in part])
                done = [store(row) for row in part]
                del ahead
            return [keep(one) for one in done]
        except TrackerError as error:
            if len(part) == 1:
                return [keep(refused(part[0], error))]
        # One of them does not fit: the others are stored without it, one by one.
        return [told for row in part for told in stored([row])]

    with lookup.alone(session):
        parts = (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))
        return [told for part in parts for told in stored(part)]


def _claims(session: Session, numbers: Sequence[int | None]) -> Sequence[Claim]:
    return session.scalars(
        select(Claim)
        .where(Claim.id.in_([number for number in numbers if number is not None]))
        .options(
            selectinload(Claim.spans),
            selectinload(Claim.article_version),
            selectinload(Claim.speaker),
            selectinload(Claim.assignee),
            selectinload(Claim.verdict_label),
        )
    ).all()
