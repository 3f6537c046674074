"""The one writer of a claim's stage."""

from datetime import datetime

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

    ``checkability`` may be given with the move that needs it, as declining does. Returns what
    changed. Raises TransitionRefused or PermissionRefused, and then nothing has changed.
    """
    step = workflow.step_between(claim.stage, to)
    before = _facts(claim)
    if checkability is not None and step.needs_checkability:
        claim.checkability = checkability
    if workflow.Guard.ASSIGNEE in step.guards and claim.assignee_id is None:
        claim.assignee_id = actor.account_id
    try:
        workflow.check(step, claim, actor=actor, note=note, single_reader=single_reader)
    except Exception:
        claim.checkability, claim.assignee_id = before["checkability"], before["assignee_id"]
        raise
    claim.stage_before_archive = claim.stage if to is Stage.ARCHIVED else None
    claim.stage = to
    claim.updated_at = at
    if to is Stage.PUBLISHED:
        _publish(claim, at)
    if to is Stage.RETRACTED:
        claim.public_note, claim.last_modified_at = note, at
    changes = {
        name: (before[name], value)
        for name, value in _facts(claim).items()
        if value != before[name]
    }
    history.record(
        session, "claim.moved", ("claim", claim.id), changes, actor=actor, at=at, note=note
    )
    return changes


def _publish(claim: Claim, at: datetime) -> None:
    claim.revision += 1
    claim.visibility = Visibility.PUBLIC
    claim.first_published_at = claim.first_published_at or at
    claim.last_modified_at = at


def _facts(claim: Claim) -> dict[str, object]:
    return {
        name: getattr(claim, name)
        for name in (
            "stage",
            "checkability",
            "assignee_id",
            "revision",
            "visibility",
            "public_note",
        )
    }
