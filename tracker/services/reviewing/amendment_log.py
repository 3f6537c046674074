"""What was proposed for the reports that are out, and how far each proposal has come."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.errors import TransitionRefused
from tracker.domain.report_words import AmendmentKind, AmendmentState
from tracker.domain.vocabulary import Stage
from tracker.models import Amendment

_AIMS = {
    AmendmentKind.CORRECTION: Stage.IN_PROGRESS,
    AmendmentKind.RETRACTION: Stage.RETRACTED,
}


def of_claim(session: Session, claim_id: int) -> Sequence[Amendment]:
    """Return what was ever proposed for a report, the newest first."""
    return session.scalars(
        select(Amendment).where(Amendment.claim_id == claim_id).order_by(Amendment.id.desc())
    ).all()


def waiting(session: Session, claim_id: int) -> Amendment | None:
    """Return the proposal that somebody has to decide, if there is one."""
    return _at(session, claim_id, AmendmentState.PROPOSED)


def under_way(session: Session, claim_id: int) -> Amendment | None:
    """Return the correction that is being worked on, if there is one."""
    return _at(session, claim_id, AmendmentState.UNDER_WAY)


def aim(amendment: Amendment) -> Stage:
    """Return the stage that the claim goes to when the proposal is confirmed."""
    return _AIMS[amendment.kind]


def decide(session: Session, amendment: Amendment, *, actor: Actor, at: datetime) -> None:
    """Write that somebody confirmed it: a correction begins, a retraction is done."""
    is_correction = amendment.kind is AmendmentKind.CORRECTION
    amendment.state = AmendmentState.UNDER_WAY if is_correction else AmendmentState.DONE
    amendment.decided_at, amendment.decided_by_id = at, actor.account_id
    session.flush()


def finish(session: Session, claim_id: int) -> Amendment:
    """Write that the correction under way goes out, and return it."""
    found = under_way(session, claim_id)
    if found is None:
        raise TransitionRefused("no correction of this report is under way")
    found.state = AmendmentState.DONE
    return found


def give_up(
    session: Session, amendment: Amendment, *, note: str, actor: Actor, at: datetime
) -> None:
    """Write that somebody gave up the correction under way, and why."""
    amendment.state, amendment.decision_note = AmendmentState.DECLINED, note
    amendment.decided_at, amendment.decided_by_id = at, actor.account_id
    session.flush()


def drop(session: Session, claim_id: int) -> None:
    """Write that a correction under way comes to nothing, since the report is taken back."""
    found = under_way(session, claim_id)
    if found is not None:
        found.state, found.decision_note = AmendmentState.DECLINED, "the report was retracted"


def _at(session: Session, claim_id: int, state: AmendmentState) -> Amendment | None:
    return session.scalar(
        select(Amendment)
        .where(Amendment.claim_id == claim_id, Amendment.state == state)
        .order_by(Amendment.id.desc())
        .limit(1)
    )
