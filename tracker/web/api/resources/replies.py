"""The right of reply: who was asked about a claim, and what came of it."""

from datetime import date, datetime
from typing import Annotated, Any

from flask import Blueprint, g, url_for
from pydantic import Field, StringConstraints

from tracker.domain.clock import now
from tracker.domain.evidence import ReplyEdit
from tracker.domain.evidence_words import ReplyChannel, ReplyOutcome
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import Role
from tracker.models import Reply as Entry
from tracker.services.editing import claims
from tracker.services.sourcing import replies
from tracker.web.api import conditions, paging
from tracker.web.api.operations import Reply, operation
from tracker.web.api.patches import merged
from tracker.web.api.shapes import Asked, Listed, Told, Withdrawal, Words
from tracker.web.database import db

bp = Blueprint("api_replies", __name__, url_prefix="/api/v1/claims/<int:claim_id>/replies")

Whom = Annotated[str, StringConstraints(max_length=300)]
#: What concerns the newsroom alone; programs of other members are told nothing in its place.
_INTERNAL = ("answer", "note")


class ReplyTold(Told):
    """One time somebody was asked for a reply, or why nobody was."""

    id: int
    claim_id: int
    outcome: ReplyOutcome
    asked_whom: str
    channel: ReplyChannel | None
    asked_on: date | None
    deadline: date | None
    answered_on: date | None
    answer: str | None = Field(description="In full; only for those who check facts")
    public_answer: str
    reason: str
    note: str | None = Field(description="Only for those who check facts")
    withdrawn_at: datetime | None
    withdrawal_reason: str
    edit_number: int


class ReplyNew(Asked):
    """Who was asked how and when, or why nobody was."""

    outcome: ReplyOutcome
    asked_whom: Whom = ""
    channel: ReplyChannel | None = None
    asked_on: date | None = None
    deadline: date | None = None
    answered_on: date | None = None
    answer: Words = ""
    public_answer: Words = ""
    reason: Words = ""
    note: Words = ""


class ReplyPatch(Asked):
    """What came of it; what is left out stays."""

    outcome: ReplyOutcome | None = None
    asked_whom: Whom | None = None
    channel: ReplyChannel | None = None
    asked_on: date | None = None
    deadline: date | None = None
    answered_on: date | None = None
    answer: Words | None = None
    public_answer: Words | None = None
    reason: Words | None = None
    note: Words | None = None


_WHO: dict[str, Any] = {"scope": Scope.WRITE, "role": Role.FACT_CHECKER, "answer": ReplyTold}
_CHANGES: dict[str, Any] = {**_WHO, "needs_match": "reply", "refusals": (404, 409)}


@bp.get("")
@operation(
    "List who was asked about a claim", scope=Scope.READ, answer=Listed[ReplyTold], refusals=(404,)
)
def index(claim_id: int) -> Reply:
    """List the log in the order of asking, what was withdrawn at the end."""
    claims.get(db.session, claim_id)
    found = tuple(map(_told, replies.of_claim(db.session, claim_id)))
    return paging.reply(Listed[ReplyTold], found, None)


@bp.post("")
@operation(
    "Log that somebody was asked, or why nobody was",
    body=ReplyNew,
    status=201,
    may_repeat=True,
    refusals=(404, 409),
    **_WHO,
)
def create(claim_id: int, body: ReplyNew) -> Reply:
    """Log a request for a reply."""
    edit = ReplyEdit(**body.model_dump())
    made = replies.log(db.session, claim_id, edit, actor=g.actor, at=now())
    address = url_for("api_replies.show", claim_id=claim_id, reply_id=made.id)
    return _reply(made, {"Location": address})


@bp.get("/<int:reply_id>")
@operation("Show one request for a reply", scope=Scope.READ, answer=ReplyTold, refusals=(404,))
def show(claim_id: int, reply_id: int) -> Reply:
    """Show an entry with the ETag that a change of it asks for."""
    return _reply(replies.get(db.session, claim_id, reply_id))


@bp.patch("/<int:reply_id>")
@operation("Write what came of a request for a reply", body=ReplyPatch, **_CHANGES)
def revise(claim_id: int, reply_id: int, body: ReplyPatch, match: int) -> Reply:
    """Write what came of it."""
    held = replies.get(db.session, claim_id, reply_id)
    edit = merged(ReplyEdit, held, body, edit_number=conditions.seen(match, held.edit_number))
    replies.revise(db.session, claim_id, reply_id, edit, actor=g.actor, at=now())
    return _reply(replies.get(db.session, claim_id, reply_id))


@bp.post("/<int:reply_id>/withdrawal")
@operation("Take an entry out of the log", body=Withdrawal, may_repeat=True, **_CHANGES)
def withdraw(claim_id: int, reply_id: int, body: Withdrawal, match: int) -> Reply:
    """Withdraw an entry that should not be there."""
    held = replies.get(db.session, claim_id, reply_id)
    conditions.expect(match, held.edit_number, current=_told(held).model_dump(mode="json"))
    replies.withdraw(db.session, claim_id, reply_id, reason=body.reason, actor=g.actor, at=now())
    return _reply(replies.get(db.session, claim_id, reply_id))


def _told(entry: Entry) -> ReplyTold:
    told = ReplyTold.model_validate(entry)
    if g.actor.may(Role.FACT_CHECKER):
        return told
    return told.model_copy(update=dict.fromkeys(_INTERNAL))


def _reply(entry: Entry, headers: dict[str, str] | None = None) -> Reply:
    tag = conditions.tag("reply", entry.id, entry.edit_number)
    return Reply(_told(entry), tag, headers or {})
