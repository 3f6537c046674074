"""Many claims moved at once: a preview, a result for each, and the way back.

Nothing is done here that the services for one claim would not do; what they refuse, they refuse
here, claim by claim, and the others go on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.domain import workflow
from tracker.domain.errors import (
    InvalidEdit,
    NotFound,
    PermissionRefused,
    StaleEdit,
    TrackerError,
    TransitionRefused,
)
from tracker.domain.vocabulary import Deed, Outcome, Priority, Role, Stage
from tracker.models import BulkMove, BulkRow, Claim
from tracker.services.lookup import find
from tracker.services.members import desks
from tracker.services.reviewing import bulk_deeds
from tracker.services.reviewing.bulk_deeds import NEEDS_CHECKABILITY, NEEDS_NOTE, Order, Terms
from tracker.services.trail import history
from tracker.services.trail.history import plain

#: More than these, nobody looks through; and no other writer should wait longer.
MOST = 500
_TOUCHED = "somebody has changed it since"

#: A claim, and the edit number with which its mover has seen it.
Seen = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Expected:
    """What would become of one claim."""

    claim: Claim
    obstacles: Sequence[str]


def preview(
    session: Session, claim_ids: Sequence[int], order: Order, terms: Terms
) -> list[Expected]:
    """Say for each claim, in the order given, what the deed would come to."""
    _expect_few(claim_ids)
    found = session.scalars(select(Claim).where(Claim.id.in_(claim_ids)))
    known = {claim.id: claim for claim in found}
    return [
        Expected(known[number], bulk_deeds.obstacles(session, known[number], order, terms))
        for number in dict.fromkeys(claim_ids)
        if number in known
    ]


def run(session: Session, seen: Sequence[Seen], order: Order, terms: Terms) -> BulkMove:
    """Do it to each claim that is still as its mover has seen it, and return the results.

    Raises InvalidEdit where the order lacks what the deed needs for every claim.
    """
    terms.actor.anywhere().require(Role.CONTRIBUTOR)
    _check(order)
    _expect_few(seen)
    history.take_turn(session)
    made = _begin(session, BulkMove(deed=order.deed, note=order.note), terms)

    def deed(claim: Claim, edit_number: int) -> dict[str, Any]:
        if claim.edit_number != edit_number:
            raise TransitionRefused(_TOUCHED)
        return bulk_deeds.do(session, claim, order, terms)

    with history.operation(session, made.id):
        for number, edit_number in dict(seen).items():
            _row(session, made, number, partial(deed, edit_number=edit_number))
    return made


def undo(session: Session, bulk_id: int, terms: Terms) -> BulkMove:
    """Take an operation back where nobody has touched the claim since and a move leads back."""
    # Of two who take it back at once, the second finds that it is done.
    history.take_turn(session)
    original = get(session, bulk_id)
    _check_undo(session, original, terms)
    made = _begin(session, BulkMove(deed=Deed.UNDO, undoes_id=original.id), terms)
    with history.operation(session, made.id):
        for row in original.rows:
            if row.outcome is Outcome.DONE:
                way_back = partial(_back, session, row=row, terms=terms)
                _row(session, made, row.claim_id, way_back)
    return made


def get(session: Session, bulk_id: int) -> BulkMove:
    """Return an operation with its rows, or raise NotFound."""
    found = session.scalar(
        select(BulkMove).where(BulkMove.id == bulk_id).options(selectinload(BulkMove.rows))
    )
    if found is None:
        raise NotFound("there is no bulk move with the number %(number)d", number=bulk_id)
    return found


def undone_by(session: Session, bulk_id: int) -> BulkMove | None:
    """Return the operation that took this one back, if there is one."""
    return session.scalar(select(BulkMove).where(BulkMove.undoes_id == bulk_id))


def _begin(session: Session, made: BulkMove, terms: Terms) -> BulkMove:
    if terms.actor.account_id is None:
        raise PermissionRefused("many claims at once are moved by people")
    made.made_at, made.made_by_id = terms.at, terms.actor.account_id
    session.add(made)
    session.flush()
    return made


def _row(
    session: Session, made: BulkMove, number: int, deed: Callable[[Claim], dict[str, Any]]
) -> None:
    """Do the deed to one claim inside a savepoint, and note what became of it."""
    claim = find(session, Claim, number)
    row = BulkRow(claim_id=number, wording="", outcome=Outcome.DONE, edit_number=0)
    try:
        if claim is None:
            raise NotFound("it is no longer there")
        row.wording = claim.wording
        with session.begin_nested():
            row.before = {name: plain(value) for name, value in deed(claim).items()}
    except StaleEdit:
        row.outcome, row.reason = Outcome.REFUSED, _TOUCHED
    except TrackerError as refused:
        row.outcome, row.reason = Outcome.REFUSED, refused.message
    if claim is not None:
        session.refresh(claim)
        row.edit_number = claim.edit_number
    made.rows.append(row)
    session.flush()


def _back(session: Session, claim: Claim, *, row: BulkRow, terms: Terms) -> dict[str, Any]:
    if claim.edit_number != row.edit_number:
        raise TransitionRefused(_TOUCHED)
    terms = replace(terms, actor=desks.on_claim(session, terms.actor, claim.id))
    before = {name: _typed(name, value) for name, value in row.before.items()}
    now = {name: getattr(claim, name) for name in before}
    if "stage" in before:
        order = Order(Deed.UNDO, note=f"bulk move {row.bulk_move_id} is taken back")
        bulk_deeds.move(session, claim, _way_back(claim, before["stage"]), order, terms)
    else:
        bulk_deeds.write(session, claim, before, terms)
    return now


def _way_back(claim: Claim, before: Stage) -> Stage:
    """Return the stage before, or the one that a declined claim may be taken up to."""
    is_declined = claim.stage is Stage.DECLINED
    to = Stage.NEW if is_declined and before is Stage.PROPOSED else before
    workflow.step_between(claim.stage, to)
    return to


def _typed(name: str, value: Any) -> Any:
    kinds: dict[str, Callable[[Any], Any]] = {
        "stage": Stage,
        "priority": Priority,
        "due_on": date.fromisoformat,
    }
    return kinds[name](value) if name in kinds and value is not None else value


def _check(order: Order) -> None:
    if order.deed is Deed.UNDO:
        raise InvalidEdit("deed", "choose what to do")
    if order.deed in NEEDS_NOTE and not order.note.strip():
        raise InvalidEdit("note", "say why in the note")
    if order.deed in NEEDS_CHECKABILITY and order.checkability is None:
        raise InvalidEdit("checkability", "say what kind of statement it is")


def _check_undo(session: Session, original: BulkMove, terms: Terms) -> None:
    if original.made_by_id != terms.actor.account_id:
        terms.actor.require(Role.EDITOR)
    if original.deed is Deed.UNDO:
        raise TransitionRefused("what took a bulk move back is not itself taken back")
    if undone_by(session, original.id) is not None:
        raise TransitionRefused("this bulk move is taken back already")


def _expect_few(chosen: Sequence[Any]) -> None:
    if not chosen:
        raise InvalidEdit("rows", "tick the claims first")
    if len(chosen) > MOST:
        raise InvalidEdit(
            "rows",
            "%(count)s claims are too many; %(most)s at a time",
            count=len(chosen),
            most=MOST,
        )
