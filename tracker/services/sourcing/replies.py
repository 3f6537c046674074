"""The right of reply: whom we asked, how, until when, and what they answered."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.errors import InvalidEdit, NotFound, TransitionRefused
from tracker.domain.evidence import ReplyEdit
from tracker.domain.evidence_words import ReplyOutcome
from tracker.domain.vocabulary import Role
from tracker.models import Claim, Reply
from tracker.services.lookup import fetch
from tracker.services.sourcing import evidence_fields
from tracker.services.trail import history

__all__ = ["get", "is_settled", "log", "of_claim", "revise", "withdraw"]

FIELDS = tuple(name for name in ReplyEdit.__dataclass_fields__ if name != "edit_number")
#: What an entry says only where somebody was asked, and only where somebody answered.
_OF_ASKING = ("asked_whom", "channel", "asked_on", "deadline")
_OF_ANSWERS = ("answered_on", "answer", "public_answer")
#: Somewhere it is tomorrow already.
_TOMORROW = timedelta(days=1)


def get(session: Session, claim_id: int, reply_id: int) -> Reply:
    """Return the entry of that claim as it stands now, or raise NotFound."""
    found = fetch(session, Reply, reply_id)
    if found.claim_id != claim_id:
        raise NotFound(
            "claim %(of)d has no request for a reply with the number %(number)d",
            of=claim_id,
            number=reply_id,
        )
    return found


def of_claim(session: Session, claim_id: int) -> Sequence[Reply]:
    """Return the log of a claim in the order of asking, what was withdrawn at the end."""
    return session.scalars(
        select(Reply)
        .where(Reply.claim_id == claim_id)
        .order_by(Reply.withdrawn_at.is_not(None), Reply.id)
    ).all()


def is_settled(session: Session, claim_id: int) -> bool:
    """Tell whether those concerned were heard: somebody was asked, or why not, and none is due."""
    outcomes = session.scalars(
        select(Reply.outcome).where(Reply.claim_id == claim_id, Reply.withdrawn_at.is_(None))
    ).all()
    return bool(outcomes) and ReplyOutcome.WAITING not in outcomes


def log(session: Session, claim_id: int, edit: ReplyEdit, *, actor: Actor, at: datetime) -> Reply:
    """Write down that somebody was asked, or why nobody was.

    A late answer is logged after publication, too; the public reads it with the next version.
    """
    claim, edit = _opened(session, claim_id, edit, actor=actor, at=at)
    reply = Reply(
        claim_id=claim.id,
        created_at=at,
        created_by_id=actor.account_id,
        updated_at=at,
        edited_by_id=actor.account_id,
        **_values(edit),
    )
    session.add(reply)
    session.flush()
    changes = evidence_fields.born(_values(edit))
    _record(session, "reply.logged", reply, changes, actor=actor, at=at)
    return reply


def revise(
    session: Session, claim_id: int, reply_id: int, edit: ReplyEdit, *, actor: Actor, at: datetime
) -> history.Changes:
    """Write what came of it, and return what changed as ``{field: (old, new)}``.

    Raises StaleEdit where somebody else saved the entry since the form was opened.
    """
    _claim, edit = _opened(session, claim_id, edit, actor=actor, at=at)
    reply = get(session, claim_id, reply_id)
    before, wanted = _values(reply), _values(edit)
    evidence_fields.expect(edit.edit_number, reply.edit_number, before=before, wanted=wanted)
    _require_standing(reply)
    changes = evidence_fields.differences(before, wanted)
    if not changes:
        return {}
    evidence_fields.write(reply, changes)
    reply.edited_by_id, reply.updated_at = actor.account_id, at
    _record(session, "reply.revised", reply, changes, actor=actor, at=at)
    return changes


def withdraw(
    session: Session, claim_id: int, reply_id: int, *, reason: str, actor: Actor, at: datetime
) -> None:
    """Take an entry out of the log that should not be there; the row and why stay."""
    actor.require(Role.FACT_CHECKER)
    history.take_turn(session)
    evidence_fields.require_taken_up(fetch(session, Claim, claim_id))
    reply, why = get(session, claim_id, reply_id), evidence_fields.paragraph(reason)
    if not why:
        raise InvalidEdit("reason", "say why it does not belong in the log")
    _require_standing(reply)
    reply.withdrawn_at, reply.withdrawal_reason = at, why
    reply.edited_by_id, reply.updated_at = actor.account_id, at
    changes = {"is_withdrawn": (False, True)}
    _record(session, "reply.withdrawn", reply, changes, actor=actor, at=at, note=why)


def _opened(
    session: Session, claim_id: int, edit: ReplyEdit, *, actor: Actor, at: datetime
) -> tuple[Claim, ReplyEdit]:
    actor.require(Role.FACT_CHECKER)
    edit = _tidy(edit)
    _check(edit, (at + _TOMORROW).date())
    history.take_turn(session)
    claim = fetch(session, Claim, claim_id)
    evidence_fields.require_taken_up(claim)
    return claim, edit


def _tidy(edit: ReplyEdit) -> ReplyEdit:
    """Clean the words, and leave out what the outcome gives no place to."""
    empty = ReplyEdit(outcome=edit.outcome)
    dropped: dict[str, Any] = {}
    if edit.outcome is ReplyOutcome.WAIVED:
        dropped |= {name: getattr(empty, name) for name in _OF_ASKING}
    else:
        dropped["reason"] = ""
    if edit.outcome is not ReplyOutcome.ANSWERED:
        dropped |= {name: getattr(empty, name) for name in _OF_ANSWERS}
    return replace(
        edit,
        **{
            "asked_whom": evidence_fields.line(edit.asked_whom) or "",
            "answer": evidence_fields.paragraph(edit.answer),
            "public_answer": evidence_fields.paragraph(edit.public_answer),
            "reason": evidence_fields.paragraph(edit.reason),
            "note": evidence_fields.paragraph(edit.note),
        }
        | dropped,
    )


def _check(edit: ReplyEdit, latest: date) -> None:
    is_waived = edit.outcome is ReplyOutcome.WAIVED
    asked, answered = edit.asked_on, edit.answered_on
    refusals = (
        ("reason", "say why nobody was asked", is_waived and not edit.reason),
        ("asked_whom", "say who was asked", not is_waived and not edit.asked_whom),
        ("channel", "say how they were asked", not is_waived and edit.channel is None),
        ("asked_on", "say on which day they were asked", not is_waived and asked is None),
        ("asked_on", "this day has not come yet", bool(asked and asked > latest)),
        (
            "answered_on",
            "say on which day they answered",
            edit.outcome is ReplyOutcome.ANSWERED and answered is None,
        ),
        ("answered_on", "this day has not come yet", bool(answered and answered > latest)),
        (
            "answered_on",
            "nobody answers before they are asked",
            bool(asked and answered and answered < asked),
        ),
        (
            "deadline",
            "it lies before the day of asking",
            bool(asked and edit.deadline and edit.deadline < asked),
        ),
    )
    for field, message, is_refused in refusals:
        if is_refused:
            raise InvalidEdit(field, message)


def _require_standing(reply: Reply) -> None:
    if reply.withdrawn_at is not None:
        raise TransitionRefused("this entry was withdrawn; log a new one")


def _values(record: Reply | ReplyEdit) -> dict[str, Any]:
    return {name: getattr(record, name) for name in FIELDS}


def _record(
    session: Session, action: str, reply: Reply, changes: history.Changes, **signed: Any
) -> None:
    called = reply.asked_whom or reply.outcome.label
    evidence_fields.record(session, action, reply, changes, called=called, **signed)
