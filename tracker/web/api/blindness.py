"""What a second reader must not see before giving a verdict."""

from flask import g
from sqlalchemy.orm import Session

from tracker.domain.errors import PermissionRefused
from tracker.services import second_verdicts
from tracker.web.arrivals import settings


def blind_to(session: Session) -> frozenset[int]:
    """Return the claims of which this program must not see the first verdict yet."""
    if not settings().blind_verdicts:
        return frozenset()
    return second_verdicts.blind_to(session, g.actor)


def require_sight(session: Session, claim_id: int) -> None:
    """Refuse to show what would give the first verdict away."""
    if claim_id in blind_to(session):
        raise PermissionRefused("you read this claim without seeing the first verdict; give yours")
