"""What a second reader must not see before giving a verdict."""

from collections.abc import Iterable

from tracker.domain.errors import PermissionRefused
from tracker.web.viewpoint import unread


def require_sight(claim_ids: Iterable[int]) -> None:
    """Refuse to show what would give the first verdict of a claim away."""
    if not set(unread()).isdisjoint(claim_ids):
        raise PermissionRefused("you read this claim without seeing the first verdict; give yours")
