"""What each deed on many claims does to one of them; the workflow decides whether it may."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain import workflow
from tracker.domain.actors import Actor
from tracker.domain.commands import ClaimEdit
from tracker.domain.errors import TransitionRefused
from tracker.domain.messages import Message
from tracker.domain.readiness import Policy
from tracker.domain.vocabulary import Checkability, Deed, Priority, Role, Stage
from tracker.domain.workflow import Guard, Step
from tracker.models import Account, Claim
from tracker.services.editing import claim_fields, claims
from tracker.services.lookup import find
from tracker.services.members import desks
from tracker.services.reviewing import readiness, review


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants done to many claims, and what they say along with it."""

    deed: Deed
    note: str = ""
    checkability: Checkability | None = None
    assignee_id: int | None = None
    due_on: date | None = None
    priority: Priority = Priority.NORMAL
    #: False while it is still asked what the field is to hold: nothing speaks against that yet.
    is_given: bool = True


@dataclass(frozen=True, slots=True)
class Terms:
    """By whom, when and by which rules a deed is done."""

    actor: Actor
    at: datetime
    policy: Policy


#: Deeds that are moves: from which stage, where to; None is any stage.
MOVES: Mapping[Deed, tuple[Stage | None, Stage]] = {
    Deed.ACCEPT: (Stage.PROPOSED, Stage.NEW),
    Deed.DECLINE: (None, Stage.DECLINED),
    Deed.TRIAGE: (Stage.NEW, Stage.TRIAGED),
    Deed.START: (Stage.TRIAGED, Stage.IN_PROGRESS),
    Deed.RELEASE: (Stage.IN_PROGRESS, Stage.TRIAGED),
    Deed.SUBMIT: (Stage.IN_PROGRESS, Stage.IN_REVIEW),
    Deed.RETURN: (Stage.IN_REVIEW, Stage.IN_PROGRESS),
    Deed.APPROVE: (Stage.IN_REVIEW, Stage.APPROVED),
    Deed.TAKE_UP: (Stage.DECLINED, Stage.NEW),
    Deed.ARCHIVE: (None, Stage.ARCHIVED),
}
#: Deeds that write a field.
FIELDS: Mapping[Deed, str] = {
    Deed.ASSIGN: "assignee_id",
    Deed.SET_DUE: "due_on",
    Deed.SET_PRIORITY: "priority",
}
NEEDS_NOTE = frozenset({Deed.RELEASE, Deed.RETURN, Deed.TAKE_UP})
NEEDS_CHECKABILITY = frozenset({Deed.DECLINE, Deed.TRIAGE})
#: What the order itself, or the move, answers for every claim alike.
_ANSWERED = frozenset({Guard.NOTE, Guard.CHECKABILITY, Guard.ASSIGNEE})


def do(session: Session, claim: Claim, order: Order, terms: Terms) -> dict[str, Any]:
    """Do it to one claim, and return the values before; raise what the services refuse."""
    actor = desks.on_claim(session, terms.actor, claim.id)
    field = FIELDS.get(order.deed)
    if field is not None:
        before = getattr(claim, field)
        write(session, claim, {field: getattr(order, field)}, replace(terms, actor=actor))
        return {field: before}
    before = {"stage": claim.stage}
    move(session, claim, _aim(claim, order.deed), order, replace(terms, actor=actor))
    return before


def write(session: Session, claim: Claim, changes: Mapping[str, Any], terms: Terms) -> None:
    """Write fields of the claim as its form would."""
    edit = ClaimEdit(
        edit_number=claim.edit_number,
        verdict_label_id=claim.verdict_label_id,
        **claim_fields.values(claim),
    )
    edit = replace(edit, **changes)
    if not claims.revise(session, claim.id, edit, actor=terms.actor, at=terms.at):
        raise TransitionRefused("it is so already")


def move(session: Session, claim: Claim, to: Stage, order: Order, terms: Terms) -> None:
    """Move the claim as its button would."""
    review.advance(
        session,
        claim,
        to,
        actor=terms.actor,
        at=terms.at,
        note=order.note,
        checkability=order.checkability,
        policy=terms.policy,
    )


def obstacles(session: Session, claim: Claim, order: Order, terms: Terms) -> list[str]:
    """Say in words why the deed cannot be done to the claim now; nothing is changed."""
    actor = desks.on_claim(session, terms.actor, claim.id)
    field = FIELDS.get(order.deed)
    if field is not None:
        return list(_closed(claim, field, order, actor))
    try:
        step = workflow.step_between(claim.stage, _aim(claim, order.deed))
    except TransitionRefused as refused:
        return [refused.message]
    if not actor.may(step.role):
        return [Message("this needs the role %(role)s", role=step.role)]
    return list(_missing(session, claim, step, replace(terms, actor=actor)))


def named(session: Session, order: Order) -> Any:
    """Return what the deed sets, as people read it: a member's name, a day, a word."""
    if order.deed is Deed.ASSIGN:
        account = find(session, Account, order.assignee_id)
        return account.name if account else None
    field = FIELDS.get(order.deed)
    return getattr(order, field) if field else order.checkability


def _aim(claim: Claim, deed: Deed) -> Stage:
    """Return where the deed takes the claim; a claim at another stage has no such move."""
    if deed is Deed.BRING_BACK:
        if claim.stage_before_archive is None:
            raise TransitionRefused("a claim that is %(stage)s is not archived", stage=claim.stage)
        return claim.stage_before_archive
    start, to = MOVES[deed]
    if start is not None and claim.stage is not start:
        raise TransitionRefused(
            "it is %(stage)s; this works on what is %(start)s", stage=claim.stage, start=start
        )
    return to


def _missing(session: Session, claim: Claim, step: Step, terms: Terms) -> Iterator[str]:
    rest = replace(step, guards=tuple(one for one in step.guards if one not in _ANSWERED))
    facts = readiness.gather(session, claim, policy=terms.policy, at=terms.at, asked=rest.guards)
    yield from workflow.missing(
        rest, claim, actor=terms.actor, readiness=facts, policy=terms.policy
    )


def _closed(claim: Claim, field: str, order: Order, actor: Actor) -> Iterator[str]:
    if field in claim_fields.closed_at(claim.stage):
        yield Message("this is closed while the claim is %(stage)s", stage=claim.stage)
    if field in claim_fields.closed_to(actor, claim.stage):
        yield Message("this needs the role %(role)s", role=Role.FACT_CHECKER)
    if not order.is_given:
        return
    if field == "assignee_id" and order.assignee_id is None:
        if claim.stage in {Stage.IN_PROGRESS, Stage.IN_REVIEW}:
            yield "a claim that is being checked needs somebody who checks it"
    elif getattr(claim, field) == getattr(order, field):
        yield "it is so already"
