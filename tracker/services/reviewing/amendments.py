"""Corrections and retractions of reports: one editor proposes, another person confirms."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.domain import workflow
from tracker.domain.actors import Actor
from tracker.domain.errors import InvalidEdit, TransitionRefused
from tracker.domain.readiness import Policy
from tracker.domain.report_words import AmendmentKind, AmendmentState, CorrectionKind
from tracker.models import Amendment, Claim
from tracker.services.lookup import fetch
from tracker.services.reviewing import amendment_log, review
from tracker.services.trail import history


def propose(
    session: Session,
    claim_id: int,
    kind: AmendmentKind,
    *,
    public_note: str,
    actor: Actor,
    at: datetime,
    correction: CorrectionKind | None = None,
    policy: Policy | None = None,
) -> Amendment:
    """Propose to correct a report or to take it back; ``public_note`` is what readers will see.

    Nothing changes for the public until another person confirms it.
    """
    history.take_turn(session)
    claim = _read(session, claim_id)
    is_correction = kind is AmendmentKind.CORRECTION
    amendment = Amendment(
        claim_id=claim.id,
        kind=kind,
        correction=(correction or CorrectionKind.CORRECTION) if is_correction else None,
        public_note=public_note.strip(),
        state=AmendmentState.PROPOSED,
        proposed_at=at,
        proposed_by_id=actor.account_id,
    )
    _check(session, claim, amendment, actor=actor, policy=policy)
    session.add(amendment)
    session.flush()
    told = {
        "amendment": (None, kind),
        "correction": (None, amendment.correction),
        "public_note": (None, amendment.public_note),
    }
    _tell(session, "amendment.proposed", amendment, told, actor=actor, at=at)
    return amendment


def confirm(
    session: Session,
    claim_id: int,
    amendment_id: int,
    *,
    actor: Actor,
    at: datetime,
    policy: Policy | None = None,
) -> Claim:
    """Confirm what another editor proposed: the correction begins, or the report is taken back."""
    history.take_turn(session)
    claim = _read(session, claim_id)
    amendment = _open(session, claim_id, amendment_id)
    review.confirm(session, claim, amendment, actor=actor, at=at, policy=policy or Policy())
    return claim


def decline(
    session: Session,
    claim_id: int,
    amendment_id: int,
    *,
    actor: Actor,
    at: datetime,
    note: str,
) -> None:
    """Decline a proposal, withdraw one's own, or give up the correction that is under way.

    The report stays as it is.
    """
    history.take_turn(session)
    claim = _read(session, claim_id)
    under_way = amendment_log.under_way(session, claim_id)
    if under_way is not None and under_way.id == amendment_id:
        review.give_up(session, claim, under_way, note=note, actor=actor, at=at)
        return
    amendment = _open(session, claim_id, amendment_id)
    step = workflow.step_between(claim.stage, amendment_log.aim(amendment))
    if actor.account_id is None or actor.account_id != amendment.proposed_by_id:
        workflow.require_confirmer(step, actor)
    if not note.strip():
        raise InvalidEdit("note", "say why not")
    amendment.state, amendment.decision_note = AmendmentState.DECLINED, note.strip()
    amendment.decided_at, amendment.decided_by_id = at, actor.account_id
    session.flush()
    told = {"amendment_state": (AmendmentState.PROPOSED, AmendmentState.DECLINED)}
    _tell(session, "amendment.declined", amendment, told, actor=actor, at=at, note=note)


def _check(
    session: Session, claim: Claim, amendment: Amendment, *, actor: Actor, policy: Policy | None
) -> None:
    step = workflow.step_between(claim.stage, amendment_log.aim(amendment))
    if not step.needs_second_person:
        raise TransitionRefused("there is no report in force to correct")
    if amendment_log.waiting(session, claim.id) is not None:
        raise TransitionRefused("something is proposed for this report already; decide that first")
    note = amendment.public_note
    workflow.check(step, claim, actor=actor, note=note, policy=policy)


def _read(session: Session, claim_id: int) -> Claim:
    claim = fetch(session, Claim, claim_id)
    session.refresh(claim)
    return claim


def _open(session: Session, claim_id: int, amendment_id: int) -> Amendment:
    found = fetch(session, Amendment, amendment_id)
    session.refresh(found)
    if found.claim_id != claim_id or found.state is not AmendmentState.PROPOSED:
        raise TransitionRefused("this proposal has been decided already")
    return found


def _tell(
    session: Session,
    action: str,
    amendment: Amendment,
    changes: history.Changes,
    *,
    actor: Actor,
    at: datetime,
    note: str = "",
) -> None:
    subject = ("claim", amendment.claim_id)
    known = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    history.record(session, action, subject, known, actor=actor, at=at, note=note)
