"""A move that a program asks for, through the same door as the pages."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit
from tracker.domain.readiness import Policy
from tracker.domain.workflow import IN_FORCE
from tracker.models import Claim
from tracker.services.reviewing import review
from tracker.web.api.claim_shapes import Move
from tracker.web.saving.arrivals import settings


def policy() -> Policy:
    """Return the rules of this newsroom."""
    return Policy.of(settings())


def move(session: Session, claim: Claim, asked: Move, *, actor: Actor) -> None:
    """Move the claim, or raise TransitionRefused, PermissionRefused or InvalidEdit."""
    if asked.embargo_until is not None:
        _publish_later(session, claim, asked, asked.embargo_until, actor=actor)
        return
    review.advance(
        session,
        claim,
        asked.to,
        actor=actor,
        at=now(),
        note=asked.note,
        checkability=asked.checkability,
        policy=policy(),
    )


def _publish_later(
    session: Session, claim: Claim, asked: Move, until: datetime, *, actor: Actor
) -> None:
    if asked.to not in IN_FORCE:
        raise InvalidEdit("embargo_until", "only a report that goes out can be under embargo")
    review.publish(
        session,
        claim,
        actor=actor,
        at=now(),
        embargo_until=until,
        note=asked.note,
        policy=policy(),
    )
