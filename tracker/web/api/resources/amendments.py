"""Corrections and retractions of reports: one editor proposes, another person confirms."""

from datetime import datetime
from typing import Annotated, Any

from flask import Blueprint, g
from pydantic import StringConstraints

from tracker.domain.clock import now
from tracker.domain.report_words import AmendmentKind, AmendmentState, CorrectionKind
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import Role
from tracker.models import Amendment
from tracker.services.editing import claims
from tracker.services.reviewing import amendment_log, amendments
from tracker.web.api import conditions, moving, paging
from tracker.web.api.operations import Reply, operation
from tracker.web.api.shapes import Asked, Listed, Told
from tracker.web.database import db

bp = Blueprint("api_amendments", __name__, url_prefix="/api/v1/claims/<int:claim_id>/amendments")

Words = Annotated[str, StringConstraints(min_length=1, max_length=4000)]


class AmendmentTold(Told):
    """What one editor proposes for a report that is out, and what became of it."""

    id: int
    claim_id: int
    kind: AmendmentKind
    correction: CorrectionKind | None
    public_note: str
    state: AmendmentState
    proposed_at: datetime
    proposed_by_id: int | None
    decided_at: datetime | None
    decided_by_id: int | None
    decision_note: str


class AmendmentNew(Asked):
    """What is proposed, and what readers will be told."""

    kind: AmendmentKind
    public_note: Words
    correction: CorrectionKind | None = None


class Refusal(Asked):
    """Why not."""

    note: Words


_FACTS: dict[str, Any] = {
    "scope": Scope.PUBLISH,
    "answer": AmendmentTold,
    "needs_match": "claim",
    "may_repeat": True,
    "refusals": (404, 409),
}


@bp.get("")
@operation(
    "List what was proposed for a report, the newest first",
    scope=Scope.READ,
    answer=Listed[AmendmentTold],
    refusals=(404,),
)
def index(claim_id: int) -> Reply:
    """List corrections and retractions with what became of them."""
    claims.get(db.session, claim_id)
    known = amendment_log.of_claim(db.session, claim_id)
    found = tuple(map(AmendmentTold.model_validate, known))
    return paging.reply(Listed[AmendmentTold], found, None)


@bp.post("")
@operation(
    "Propose to correct or retract a report",
    role=Role.EDITOR,
    body=AmendmentNew,
    status=201,
    **_FACTS,
)
def create(claim_id: int, body: AmendmentNew, match: int) -> Reply:
    """Propose; nothing changes for the public until another person confirms."""
    _expect(claim_id, match)
    proposed = amendments.propose(
        db.session,
        claim_id,
        body.kind,
        public_note=body.public_note,
        correction=body.correction,
        actor=g.actor,
        at=now(),
        policy=moving.policy(),
    )
    return _reply(proposed)


@bp.post("/<int:amendment_id>/confirmation")
@operation("Confirm what another editor proposed", role=Role.REVIEWER, **_FACTS)
def confirm(claim_id: int, amendment_id: int, match: int) -> Reply:
    """Confirm: the correction begins, or the report is taken back."""
    _expect(claim_id, match)
    amendments.confirm(
        db.session, claim_id, amendment_id, actor=g.actor, at=now(), policy=moving.policy()
    )
    return _reply(_find(claim_id, amendment_id))


@bp.post("/<int:amendment_id>/refusal")
@operation(
    "Decline a proposal, withdraw your own, or give up a correction",
    role=Role.EDITOR,
    body=Refusal,
    **_FACTS,
)
def decline(claim_id: int, amendment_id: int, body: Refusal, match: int) -> Reply:
    """Decline, or close the correction under way; the report stays as it is."""
    _expect(claim_id, match)
    amendments.decline(db.session, claim_id, amendment_id, actor=g.actor, at=now(), note=body.note)
    return _reply(_find(claim_id, amendment_id))


def _expect(claim_id: int, match: int) -> None:
    """Hold the ETag against the claim: whoever decides has read the report as it stands."""
    claim = claims.get(db.session, claim_id)
    claims.expect(db.session, claim_id, conditions.seen(match, claim.edit_number))


def _find(claim_id: int, amendment_id: int) -> Amendment:
    known = amendment_log.of_claim(db.session, claim_id)
    return next(one for one in known if one.id == amendment_id)


def _reply(amendment: Amendment) -> Reply:
    return Reply(AmendmentTold.model_validate(amendment))
