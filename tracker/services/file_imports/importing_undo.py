"""An import taken back: what nobody has touched since goes, or gets its values back."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.commands import ClaimEdit
from tracker.domain.errors import TransitionRefused
from tracker.domain.vocabulary import Role, Stage
from tracker.imports import Rating, cells, guess
from tracker.models import Claim, ExternalReview, ImportRow, ImportRun
from tracker.services.editing import claim_fields, claims
from tracker.services.file_imports.importing_claims import speaker_called
from tracker.services.file_imports.importing_parts import store_in_parts
from tracker.services.file_imports.importing_plans import Outcome, rating_key
from tracker.services.file_imports.importing_reviews import remembered
from tracker.services.lookup import fetch, find
from tracker.services.reviewing import review
from tracker.services.trail import history

_FIGURES = frozenset({"rating_value", "rating_best", "rating_worst"})
_NOTE = "the import was taken back"


def undo(session: Session, run_id: int, *, actor: Actor, at: datetime) -> tuple[int, int]:
    """Take an import back, and return how many records went back and how many had to stay.

    A record stays as it is where somebody has touched it since. A claim that was added is
    archived, for no claim is ever deleted.
    """
    actor.require(Role.EDITOR)
    history.take_turn(session)
    run = fetch(session, ImportRun, run_id)
    if run.undone_at is not None:
        raise TransitionRefused("this import was taken back already")
    importer = Actor(actor.account_id, f"{actor.name} (import)", actor.role)
    rows = [row for row in run.rows if row.subject_id is not None]
    back = sum(_are_back(session, rows, actor=importer, at=at))
    run.undone_at = at
    session.flush()
    changes = {"taken_back": (0, back), "kept": (0, len(rows) - back)}
    history.record(session, "import.undone", ("import", run.id), changes, actor=actor, at=at)
    return back, len(rows) - back


def _are_back(
    session: Session, rows: Sequence[ImportRow], *, actor: Actor, at: datetime
) -> list[bool]:
    """Tell of each row whether its record went back; what a service refuses stays."""
    return store_in_parts(
        session,
        rows,
        lambda row: _is_back(session, row, actor=actor, at=at),
        claim_of=lambda row: row.subject_id if row.subject == "claim" else None,
        refused=lambda _row, _error: False,
        keep=bool,
    )


def _is_back(session: Session, row: ImportRow, *, actor: Actor, at: datetime) -> bool:
    if row.subject == "external_review":
        return _review_is_back(session, row, at)
    claim = find(session, Claim, row.subject_id)
    if claim is None or claim.edit_number != row.edit_number:
        return False
    if row.outcome == Outcome.ADD:
        review.advance(session, claim, Stage.ARCHIVED, actor=actor, at=at, note=_NOTE)
    else:
        _restore_claim(session, claim, row, actor=actor, at=at)
    return True


def _restore_claim(
    session: Session, claim: Claim, row: ImportRow, *, actor: Actor, at: datetime
) -> None:
    before = {name: cells.value(name, old) for name, old in row.before.items()}
    if "speaker" in before:
        before["speaker_id"] = speaker_called(session, before.pop("speaker"))
    values = claim_fields.values(claim) | before
    edit = ClaimEdit(edit_number=claim.edit_number, **values)
    claims.revise(session, claim.id, edit, actor=actor, at=at)


def _review_is_back(session: Session, row: ImportRow, at: datetime) -> bool:
    check = find(session, ExternalReview, row.subject_id)
    if check is None or check.edit_number != row.edit_number or check.edited_by_id is not None:
        return False
    if row.outcome == Outcome.ADD:
        session.delete(check)
        return True
    for name, old in row.before.items():
        setattr(check, name, _restored(name, old))
    rating = Rating(check.rating_label, check.rating_value, check.rating_best, check.rating_worst)
    key = rating_key(check.publisher, rating)
    check.verdict = remembered(session).get(key, guess(rating))
    check.updated_at = at
    return True


def _restored(name: str, old: Any) -> Any:
    """Return a value as it was before JSON kept it."""
    if old is None:
        return None
    if name.endswith("_on"):
        return date.fromisoformat(old)
    return float(old) if name in _FIGURES else old
