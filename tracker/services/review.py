"""The one writer of a claim's stage."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain import workflow
from tracker.domain.actors import Actor
from tracker.domain.vocabulary import Checkability, Stage, Visibility
from tracker.models import Claim
from tracker.services import history


def advance(
    session: Session,
    claim: Claim,
    to: Stage,
    *,
    actor: Actor,
    at: datetime,
    note: str = "",
    checkability: Checkability | None = None,
    single_reader: bool = False,
) -> dict[str, tuple[object, object]]:
    """Move the claim to another stage by the workflow table, and record it.

    ``checkability`` may be given with the move that needs it, as declining does. Accepting a
    thought, a wish or a perception makes a statement of it. The claim is read again first, so
    that the table decides about what stands in the database now; whoever must not move what
    they have not seen asks ``claims.expect`` before.

    Returns what changed. Raises TransitionRefused or PermissionRefused, and then nothing has
    changed.
    """
    history.take_turn(session)
    session.refresh(claim)
    step = workflow.step_between(claim.stage, to)
    before = _facts(claim)
    _prepare(claim, step, actor=actor, checkability=checkability)
    try:
        workflow.check(step, claim, actor=actor, note=note, single_reader=single_reader)
    except Exception:
        _restore(claim, before)
        raise
    claim.stage_before_archive = claim.stage if to is Stage.ARCHIVED else None
    claim.stage = to
    claim.updated_at = at
    _follow(claim, to, at=at, note=note)
    changes = {
        name: (before[name], value)
        for name, value in _facts(claim).items()
        if value != before[name]
    }
    history.record(
        session, "claim.moved", ("claim", claim.id), changes, actor=actor, at=at, note=note
    )
    return changes


def _prepare(
    claim: Claim, step: workflow.Step, *, actor: Actor, checkability: Checkability | None
) -> None:
    """Write what the mover says along with the move, so that the guards see it."""
    if checkability is not None and step.needs_checkability:
        claim.checkability = checkability
    if workflow.Guard.ASSIGNEE in step.guards and claim.assignee_id is None:
        claim.assignee_id = actor.account_id


def _restore(claim: Claim, before: Mapping[str, Any]) -> None:
    claim.checkability, claim.assignee_id = before["checkability"], before["assignee_id"]


def _follow(claim: Claim, to: Stage, *, at: datetime, note: str) -> None:
    """Write what the new stage brings with it."""
    if to is Stage.NEW:
        claim.is_statement, claim.merged_into_id = True, None
    if to is Stage.PUBLISHED:
        claim.revision += 1
        claim.visibility = Visibility.PUBLIC
        claim.first_published_at = claim.first_published_at or at
        claim.last_modified_at = at
    if to is Stage.RETRACTED:
        claim.public_note, claim.last_modified_at = note, at


def _facts(claim: Claim) -> dict[str, Any]:
    return {
        name: getattr(claim, name)
        for name in (
            "stage",
            "checkability",
            "assignee_id",
            "revision",
            "visibility",
            "public_note",
            "is_statement",
            "merged_into_id",
        )
    }
