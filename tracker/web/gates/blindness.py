"""What a second reader must not see before giving a verdict."""

from collections.abc import Iterable, Mapping
from typing import Any

from tracker.domain.errors import PermissionRefused
from tracker.services.editing.claim_fields import VERDICT_FIELDS
from tracker.web.gates.viewpoint import unread


def require_sight(claim_ids: Iterable[int]) -> None:
    """Refuse to show what would give the first verdict of a claim away."""
    if not set(unread()).isdisjoint(claim_ids):
        raise PermissionRefused("you read this claim without seeing the first verdict; give yours")


def without_verdict(claim_id: int | None, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a claim, without those of the verdict where whoever asks reads blind."""
    hidden = VERDICT_FIELDS if claim_id in unread() else frozenset[str]()
    return {name: value for name, value in fields.items() if name not in hidden}
