"""Comments on a claim: listed and added."""

from datetime import datetime
from typing import Annotated

from flask import Blueprint, g
from pydantic import StringConstraints

from tracker.domain.clock import now
from tracker.domain.conversation import CommentDraft
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import Role
from tracker.models import Comment
from tracker.services import claims, comments
from tracker.web.api import paging
from tracker.web.api.operations import Reply, operation
from tracker.web.api.shapes import Asked, Listed, Number, Told
from tracker.web.database import db

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
    return Reply(_told(made))


def _told(comment: Comment) -> CommentTold:
    return CommentTold.model_validate(comment)
