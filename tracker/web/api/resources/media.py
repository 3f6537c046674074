"""Pictures, films and recordings of a claim, and what was done to them."""

from datetime import datetime
from typing import Annotated, Any

from flask import Blueprint, g, url_for
from pydantic import Field

from tracker.domain.clock import now
from tracker.domain.evidence import MediaEdit
from tracker.domain.evidence_words import Authenticity, MediaKind
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import Role
from tracker.models import ClaimMedia
from tracker.services.editing import claims
from tracker.services.sourcing import evidence_media
from tracker.web.api import conditions, paging
from tracker.web.api.operations import Reply, operation
from tracker.web.api.patches import merged
from tracker.web.api.shapes import Address, Asked, Listed, Told, Withdrawal, Words
from tracker.web.database import db

bp = Blueprint("api_media", __name__, url_prefix="/api/v1/claims/<int:claim_id>/media")

Categories = Annotated[tuple[Authenticity, ...], Field(max_length=10)]


class MediumTold(Told):
    """A medium of a claim, as a MediaReview describes it."""

    id: int
    claim_id: int
    kind: MediaKind
    description: str
    content_url: str
    archive_url: str | None
    authenticity: tuple[Authenticity, ...]
    original_url: str | None
    original_context: str
    withdrawn_at: datetime | None
    withdrawal_reason: str
    edit_number: int


class MediumNew(Asked):
    """A medium: where it was shared, and what it shows."""

    kind: MediaKind
    content_url: Address
    description: Words = ""
    archive_url: Address | None = None
    authenticity: Categories = ()
    original_url: Address | None = None
    original_context: Words = ""


class MediumPatch(Asked):
    """What is to change; what is left out stays."""

    kind: MediaKind | None = None
    content_url: Address | None = None
    description: Words | None = None
    archive_url: Address | None = None
    authenticity: Categories | None = None
    original_url: Address | None = None
    original_context: Words | None = None


_WHO: dict[str, Any] = {"scope": Scope.WRITE, "role": Role.FACT_CHECKER, "answer": MediumTold}
_CHANGES: dict[str, Any] = {**_WHO, "needs_match": "media", "refusals": (404, 409)}


@bp.get("")
@operation(
    "List the media of a claim", scope=Scope.READ, answer=Listed[MediumTold], refusals=(404,)
)
def index(claim_id: int) -> Reply:
    """List the media that were not withdrawn."""
    claims.get(db.session, claim_id)
    found = tuple(map(MediumTold.model_validate, evidence_media.of_claim(db.session, claim_id)))
    return paging.reply(Listed[MediumTold], found, None)


@bp.post("")
@operation(
    "Add a picture, film or recording",
    body=MediumNew,
    status=201,
    may_repeat=True,
    refusals=(404, 409),
    **_WHO,
)
def create(claim_id: int, body: MediumNew) -> Reply:
    """Add a medium to a claim that is being worked on."""
    edit = MediaEdit(**body.model_dump())
    made = evidence_media.add(db.session, claim_id, edit, actor=g.actor, at=now())
    address = url_for("api_media.show", claim_id=claim_id, media_id=made.id)
    return _reply(made, {"Location": address})


@bp.get("/<int:media_id>")
@operation("Show a medium of a claim", scope=Scope.READ, answer=MediumTold, refusals=(404,))
def show(claim_id: int, media_id: int) -> Reply:
    """Show a medium with the ETag that a change of it asks for."""
    return _reply(evidence_media.get(db.session, claim_id, media_id))


@bp.patch("/<int:media_id>")
@operation("Correct what is said of a medium", body=MediumPatch, **_CHANGES)
def revise(claim_id: int, media_id: int, body: MediumPatch, match: int) -> Reply:
    """Correct what is said of a medium."""
    held = evidence_media.get(db.session, claim_id, media_id)
    kept = MediumTold.model_validate(held).model_dump()
    edit = merged(MediaEdit, kept, body, edit_number=conditions.seen(match, held.edit_number))
    evidence_media.revise(db.session, claim_id, media_id, edit, actor=g.actor, at=now())
    return _reply(evidence_media.get(db.session, claim_id, media_id))


@bp.post("/<int:media_id>/withdrawal")
@operation("Take a medium out of the report", body=Withdrawal, may_repeat=True, **_CHANGES)
def withdraw(claim_id: int, media_id: int, body: Withdrawal, match: int) -> Reply:
    """Withdraw a medium."""
    held = evidence_media.get(db.session, claim_id, media_id)
    shown = MediumTold.model_validate(held).model_dump(mode="json")
    conditions.expect(match, held.edit_number, current=shown)
    evidence_media.withdraw(
        db.session, claim_id, media_id, reason=body.reason, actor=g.actor, at=now()
    )
    return _reply(evidence_media.get(db.session, claim_id, media_id))


def _reply(medium: ClaimMedia, headers: dict[str, str] | None = None) -> Reply:
    tag = conditions.tag("media", medium.id, medium.edit_number)
    return Reply(MediumTold.model_validate(medium), tag, headers or {})
