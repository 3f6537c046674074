"""Claims: found, shown, added, edited, moved, reshaped, and their history."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, g, url_for

from tracker.domain.clock import now
from tracker.domain.commands import ClaimDraft, Selection, Spans
from tracker.domain.errors import NotFound
from tracker.domain.scopes import PUBLIC_STAGES, Scope
from tracker.domain.vocabulary import Role, SpanPart
from tracker.models import Claim
from tracker.services import queries
from tracker.services.editing import claims
from tracker.services.listing import finding
from tracker.services.reporting import publishing
from tracker.services.reviewing import boundaries
from tracker.services.trail import history
from tracker.web.api import bearers, conditions, moving, paging
from tracker.web.api.claim_shapes import (
    Boundaries,
    ClaimNew,
    ClaimPatch,
    ClaimQuery,
    ClaimTold,
    Merge,
    Move,
    Split,
    told,
)
from tracker.web.api.event_shapes import EventTold
from tracker.web.api.operations import Reply, operation
from tracker.web.api.shapes import Listed
from tracker.web.database import db
from tracker.web.gates.blindness import require_sight
from tracker.web.gates.viewpoint import unread
from tracker.web.saving.arrivals import settings

bp = Blueprint("api_claims", __name__, url_prefix="/api/v1/claims")

_WRITES = {"scope": Scope.WRITE, "role": Role.CONTRIBUTOR, "answer": ClaimTold}
_CHANGES: dict[str, Any] = {**_WRITES, "needs_match": "claim", "refusals": (404, 409)}


@bp.get("")
@operation(
    "List the claims that the filters hold",
    scope=Scope.READ,
    query=ClaimQuery,
    answer=Listed[ClaimTold],
)
def index(query: ClaimQuery) -> Reply:
    """List claims."""
    page = finding.find(
        db.session, query.to_selection(), sort=query.sort, after=query.cursor, limit=query.limit
    )
    return paging.reply(Listed[ClaimTold], _told([row.id for row in page.rows]), page.next)


@bp.post("")
@operation(
    "Add a claim to an article by hand",
    body=ClaimNew,
    status=201,
    may_repeat=True,
    refusals=(404, 409),
    **_WRITES,
)
def create(body: ClaimNew) -> Reply:
    """Add a claim."""
    article = queries.article(db.session, body.article_id)
    draft = ClaimDraft(
        article_version_id=article.current.id,
        spans={part: getattr(body, part.value) for part in SpanPart if getattr(body, part.value)},
        **body.model_dump(exclude={"article_id", *(part.value for part in SpanPart)}),
    )
    claim = claims.add(db.session, draft, actor=g.actor, at=now())
    return _reply(claim, {"Location": url_for("api_claims.show", claim_id=claim.id)})


@bp.get("/<int:claim_id>")
@operation("Show a claim", scope=Scope.READ, answer=ClaimTold, refusals=(404,))
def show(claim_id: int) -> Reply:
    """Show a claim."""
    return _reply(claims.get(db.session, claim_id))


@bp.patch("/<int:claim_id>")
@operation("Edit a claim", body=ClaimPatch, **_CHANGES)
def revise(claim_id: int, body: ClaimPatch, match: int) -> Reply:
    """Edit a claim."""
    claim = claims.get(db.session, claim_id)
    edit = body.to_edit(claim, conditions.seen(match, claim.edit_number))
    claims.revise(db.session, claim_id, edit, actor=g.actor, at=now())
    return _reply(claims.get(db.session, claim_id))


@bp.post("/<int:claim_id>/moves")
@operation(
    "Move a claim to another stage",
    scope=Scope.MOVES,
    role=Role.CONTRIBUTOR,
    body=Move,
    answer=ClaimTold,
    needs_match="claim",
    may_repeat=True,
    refusals=(404, 409),
)
def move(claim_id: int, body: Move, match: int) -> Reply:
    """Move a claim; what the public sees changes only with the scope for it."""
    claim = claims.get(db.session, claim_id)
    if body.to in PUBLIC_STAGES or claim.stage in PUBLIC_STAGES:
        bearers.require(Scope.PUBLISH)
    claim = claims.expect(
        db.session,
        claim_id,
        conditions.seen(match, claim.edit_number),
        attempted={"stage": body.to.label},
    )
    moving.move(db.session, claim, body, actor=g.actor)
    return _reply(claims.get(db.session, claim_id))


@bp.put("/<int:claim_id>/boundaries")
@operation("Give a claim other stretches of the text", body=Boundaries, **_CHANGES)
def move_boundaries(claim_id: int, body: Boundaries, match: int) -> Reply:
    """Move the boundaries of a claim."""
    claim = claims.get(db.session, claim_id)
    parts = {part: getattr(body, part.value) for part in SpanPart}
    where: Spans = {part: pieces for part, pieces in parts.items() if pieces is not None}
    number = conditions.seen(match, claim.edit_number)
    boundaries.move_boundaries(
        db.session, claim_id, where, edit_number=number, actor=g.actor, at=now()
    )
    return _reply(claims.get(db.session, claim_id))


@bp.post("/<int:claim_id>/split")
@operation("Cut a claim in two", body=Split, status=201, may_repeat=True, **_CHANGES)
def split(claim_id: int, body: Split, match: int) -> Reply:
    """Cut a claim; the answer is the new one."""
    claim = claims.get(db.session, claim_id)
    number = conditions.seen(match, claim.edit_number)
    behind = boundaries.split(
        db.session, claim_id, body.offset, edit_number=number, actor=g.actor, at=now()
    )
    return _reply(behind, {"Location": url_for("api_claims.show", claim_id=behind.id)})


@bp.post("/<int:claim_id>/merge")
@operation("Make another claim part of this one", body=Merge, may_repeat=True, **_CHANGES)
def merge(claim_id: int, body: Merge, match: int) -> Reply:
    """Merge two claims."""
    claim = claims.get(db.session, claim_id)
    number = conditions.seen(match, claim.edit_number)
    boundaries.merge(
        db.session, claim_id, body.other_id, edit_number=number, actor=g.actor, at=now()
    )
    return _reply(claims.get(db.session, claim_id))


@bp.get("/<int:claim_id>/history")
@operation(
    "List what happened to a claim", scope=Scope.READ, answer=Listed[EventTold], refusals=(404,)
)
def show_history(claim_id: int) -> Reply:
    """List the events of a claim, the newest first."""
    claims.get(db.session, claim_id)
    require_sight([claim_id])
    events = history.of(db.session, "claim", claim_id)
    return paging.reply(Listed[EventTold], tuple(EventTold.of(event) for event in events), None)


def _told(numbers: Sequence[int]) -> tuple[Any, ...]:
    """Return claims in the order of their numbers in the list."""
    if not numbers:
        return ()
    wanted = Selection(claim_ids=tuple(numbers))
    site = settings().base_url
    known = {one.claim_id: one for one in publishing.records(db.session, wanted, site=site)}
    internal, blind = g.actor.may(Role.FACT_CHECKER), unread()
    rows = {number: claims.get(db.session, number) for number in known}
    return tuple(
        told(known[number], rows[number], internal=internal, blind=number in blind)
        for number in numbers
        if number in known
    )


def _reply(claim: Claim, headers: dict[str, str] | None = None) -> Reply:
    found = _told([claim.id])
    if not found:
        raise NotFound("claim %(id)s is a thought or a wish, and no statement", id=claim.id)
    tag = conditions.tag("claim", claim.id, claim.edit_number)
    return Reply(found[0], tag, headers or {})
