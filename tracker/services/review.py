"""The one writer of a claim's stage."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain import workflow
from tracker.domain.actors import Actor
from tracker.domain.vocabulary import Checkability, Stage, Visibility
from tracker.models import Account, Claim
from tracker.services import claim_fields, history
from tracker.services.lookup import find


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
    before, said_before = _facts(session, claim), (claim.checkability, claim.assignee_id)
    _prepare(claim, step, actor=actor, checkability=checkability)
    try:
        workflow.check(step, claim, actor=actor, note=note, single_reader=single_reader)
    except Exception:
        claim.checkability, claim.assignee_id = said_before
        raise
    claim.stage_before_archive = claim.stage if to is Stage.ARCHIVED else None
    claim.stage = to
    claim.updated_at = at
    _follow(claim, to, at=at, note=note)
    changes = {
        name: (before[name], value)
        for name, value in _facts(session, claim).items()
        if value != before[name]
    }
    history.record(
        session, "claim.moved", ("claim", claim.id), changes, actor=actor, at=at, note=note
    )
    # It was set by number; whoever asks for the person next must not get the one before.
    session.expire(claim, ["assignee"])
    return changes


def _prepare(
    claim: Claim, step: workflow.Step, *, actor: Actor, checkability: Checkability | None
) -> None:
    """Write what the mover says along with the move, so that the guards see it."""
    if checkability is not None and step.needs_checkability:
        claim.checkability = checkability
    if workflow.Guard.ASSIGNEE in step.guards and claim.assignee_id is None:
        claim.assignee_id = actor.account_id


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


def _facts(session: Session, claim: Claim) -> dict[str, Any]:
    """Return what a move may change, as the history tells it."""
    return {
        "stage": claim.stage,
        "checkability": claim.checkability,
        "assignee": claim_fields.named(find(session, Account, claim.assignee_id)),
        "revision": claim.revision,
        "visibility": claim.visibility,
        "public_note": claim.public_note,
        "is_statement": claim.is_statement,
        "merged_into_id": claim.merged_into_id,
    }
