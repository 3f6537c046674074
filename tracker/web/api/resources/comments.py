"""Comments on a claim: listed, added, written anew, settled."""

from datetime import datetime
from typing import Annotated, Any

from flask import Blueprint, g, url_for
from pydantic import StringConstraints

from tracker.domain.clock import now
from tracker.domain.conversation import CommentDraft
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import Role
from tracker.models import Comment
from tracker.services.editing import claims
from tracker.services.reviewing import comments
from tracker.services.trail import history
from tracker.web.api import conditions, paging
from tracker.web.api.operations import Reply, operation
from tracker.web.api.shapes import Asked, Listed, Number, Told
from tracker.web.database import db
from tracker.web.gates.blindness import require_sight

bp = Blueprint("api_comments", __name__, url_prefix="/api/v1/claims/<int:claim_id>/comments")


class CommentTold(Told):
    """What somebody said about a claim, a field of it, or words of its article."""

    id: int
    claim_id: int
    thread_id: int | None
    field: str | None
    quote: str
    words: str
    created_at: datetime
    created_by_id: int
    edited_at: datetime | None
    resolved_at: datetime | None


class CommentNew(Asked):
    """A new thread, or an answer in one."""

    words: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    thread_id: Number | None = None
    field: Annotated[str, StringConstraints(max_length=100)] | None = None
    quote: Annotated[str, StringConstraints(max_length=4000)] = ""


class CommentPatch(Asked):
    """The comment in other words."""

    words: Annotated[str, StringConstraints(min_length=1, max_length=4000)]


_CHANGES: dict[str, Any] = {
    "scope": Scope.WRITE,
    "role": Role.CONTRIBUTOR,
    "answer": CommentTold,
    "needs_match": "comment",
    "refusals": (404, 409),
}


@bp.get("")
@operation(
    "List the comments on a claim, thread by thread",
    scope=Scope.READ,
    answer=Listed[CommentTold],
    refusals=(404,),
)
def index(claim_id: int) -> Reply:
    """List the comments, the open threads first."""
    claims.get(db.session, claim_id)
    require_sight([claim_id])
    threads = comments.threads(db.session, claim_id)
    found = tuple(_told(one) for thread in threads for one in (thread.first, *thread.replies))
    return paging.reply(Listed[CommentTold], found, None)


@bp.post("")
@operation(
    "Comment on a claim, or answer",
    scope=Scope.WRITE,
    role=Role.CONTRIBUTOR,
    body=CommentNew,
    answer=CommentTold,
    status=201,
    may_repeat=True,
    refusals=(404, 409),
)
def create(claim_id: int, body: CommentNew) -> Reply:
    """Begin a thread, or answer in one."""
    if body.thread_id is not None:
        made = comments.reply(
            db.session, claim_id, body.thread_id, body.words, actor=g.actor, at=now()
        )
    else:
        draft = CommentDraft(words=body.words, field=body.field, quote=body.quote)
        made = comments.add(db.session, claim_id, draft, actor=g.actor, at=now())
    return _reply(made, {"Location": url_for(".show", claim_id=claim_id, comment_id=made.id)})


@bp.get("/<int:comment_id>")
@operation("Show one comment", scope=Scope.READ, answer=CommentTold, refusals=(404,))
def show(claim_id: int, comment_id: int) -> Reply:
    """Show a comment with the ETag that a change of it asks for."""
    require_sight([claim_id])
    return _reply(comments.get(db.session, claim_id, comment_id))


@bp.patch("/<int:comment_id>")
@operation("Write a comment of one's own anew", body=CommentPatch, **_CHANGES)
def revise(claim_id: int, comment_id: int, body: CommentPatch, match: int) -> Reply:
    """Write a comment anew; what it said before stands in the history."""
    _expect(claim_id, comment_id, match)
    comments.revise(db.session, claim_id, comment_id, body.words, actor=g.actor, at=now())
    return _reply(comments.get(db.session, claim_id, comment_id))


@bp.post("/<int:comment_id>/resolution")
@operation("Settle a thread", may_repeat=True, **_CHANGES)
def resolve(claim_id: int, comment_id: int, match: int) -> Reply:
    """Settle a thread; it no longer keeps the claim in."""
    _expect(claim_id, comment_id, match)
    return _reply(comments.resolve(db.session, claim_id, comment_id, actor=g.actor, at=now()))


@bp.delete("/<int:comment_id>/resolution")
@operation("Open a settled thread again", **_CHANGES)
def reopen(claim_id: int, comment_id: int, match: int) -> Reply:
    """Open a thread again."""
    _expect(claim_id, comment_id, match)
    return _reply(comments.reopen(db.session, claim_id, comment_id, actor=g.actor, at=now()))


def _expect(claim_id: int, comment_id: int, match: int) -> None:
    require_sight([claim_id])
    # Comments have no edit number: nobody else may come between the look and the edit.
    history.take_turn(db.session)
    held = comments.get(db.session, claim_id, comment_id)
    conditions.expect(match, _state(held), current=_told(held).model_dump(mode="json"))


def _state(comment: Comment) -> int:
    return conditions.state_of(comment.words, comment.resolved_at)


def _reply(comment: Comment, headers: dict[str, str] | None = None) -> Reply:
    tag = conditions.tag("comment", comment.id, _state(comment))
    return Reply(_told(comment), tag, headers or {})


def _told(comment: Comment) -> CommentTold:
    return CommentTold.model_validate(comment)
