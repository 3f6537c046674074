"""How near a claim is to going out: its moves and what they wait for; second verdicts on it."""

from datetime import datetime
from typing import Annotated

from flask import Blueprint, g
from pydantic import Field, StringConstraints

from tracker.domain.clock import now
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import AttributionVerdict, ContentVerdict, Role, Stage
from tracker.exports.checks.preflight import Finding, Severity
from tracker.models import Claim
from tracker.services.editing import claims
from tracker.services.reviewing import readiness, second_verdicts
from tracker.services.reviewing.second_verdicts import VerdictDraft
from tracker.web.api import moving, paging
from tracker.web.api.operations import Reply, operation
from tracker.web.api.shapes import Asked, Listed, Told
from tracker.web.database import db
from tracker.web.gates.blindness import require_sight
from tracker.web.pages.moves import Move, moves_of

bp = Blueprint("api_review", __name__, url_prefix="/api/v1/claims/<int:claim_id>")


class FindingTold(Told):
    """A rule of reports that the claim would break if it went out now."""

    rule: str
    severity: Severity
    field: str
    message: str
    source: str = Field(description="Whose rule it is")


class MoveTold(Told):
    """A move that this token's owner may make, and what it still waits for."""

    to: Stage
    asks_note: bool
    asks_checkability: bool
    missing: tuple[str, ...]


class ReadinessTold(Told):
    """What the newsroom asks before the claim goes on."""

    independent_sources: int
    without_snapshot: int
    is_reply_settled: bool
    open_comments: int
    findings: tuple[FindingTold, ...] = Field(description="Errors keep the report in")
    moves: tuple[MoveTold, ...]


class SecondVerdictNew(Asked):
    """What a second reader found, and why."""

    content_verdict: ContentVerdict
    attribution_verdict: AttributionVerdict
    reason: Annotated[str, StringConstraints(min_length=1, max_length=10_000)]


class SecondVerdictTold(Told):
    """A verdict that was given without seeing the first, and what the first then was."""

    id: int
    claim_id: int
    revision: int
    content_verdict: ContentVerdict
    attribution_verdict: AttributionVerdict
    reason: str
    first_content_verdict: ContentVerdict
    first_attribution_verdict: AttributionVerdict
    given_at: datetime
    given_by_id: int | None


@bp.get("/readiness")
@operation("Ask what a claim waits for", scope=Scope.READ, answer=ReadinessTold, refusals=(404,))
def ready(claim_id: int) -> Reply:
    """Say what is there, what the rules of reports find, and which moves are open."""
    claim = claims.get(db.session, claim_id)
    require_sight([claim_id])
    return Reply(_readiness(claim))


@bp.get("/second-verdicts")
@operation(
    "List the second verdicts on a claim",
    scope=Scope.READ,
    answer=Listed[SecondVerdictTold],
    refusals=(404,),
)
def index(claim_id: int) -> Reply:
    """List them, the newest first; whoever still reads blind is refused."""
    claims.get(db.session, claim_id)
    require_sight([claim_id])
    known = second_verdicts.of_claim(db.session, claim_id)
    found = tuple(map(SecondVerdictTold.model_validate, known))
    return paging.reply(Listed[SecondVerdictTold], found, None)


@bp.post("/second-verdicts")
@operation(
    "Give a second verdict, blind",
    scope=Scope.WRITE,
    role=Role.FACT_CHECKER,
    body=SecondVerdictNew,
    answer=SecondVerdictTold,
    status=201,
    may_repeat=True,
    refusals=(404, 409),
)
def give(claim_id: int, body: SecondVerdictNew) -> Reply:
    """Give a verdict that cannot be changed afterwards; the answer shows the first."""
    draft = VerdictDraft(**body.model_dump())
    given = second_verdicts.give(db.session, claim_id, draft, actor=g.actor, at=now())
    return Reply(SecondVerdictTold.model_validate(given))


def _readiness(claim: Claim) -> ReadinessTold:
    policy = moving.policy()
    facts = readiness.gather(db.session, claim, policy=policy, at=now())
    found = readiness.findings(db.session, claim, policy=policy, at=now())
    moves = moves_of(claim, g.actor, readiness=facts, policy=policy)
    return ReadinessTold(
        independent_sources=facts.independent_sources,
        without_snapshot=facts.without_snapshot,
        is_reply_settled=facts.is_reply_settled,
        open_comments=facts.open_comments,
        findings=tuple(map(_finding, found)),
        moves=tuple(map(_move, moves)),
    )


def _finding(found: Finding) -> FindingTold:
    return FindingTold(
        rule=found.rule,
        severity=found.severity,
        field=found.field,
        message=str(found.message),
        source=str(found.source),
    )


def _move(move: Move) -> MoveTold:
    return MoveTold(
        to=move.step.to,
        asks_note=move.step.needs_note,
        asks_checkability=move.asks_checkability,
        missing=tuple(map(str, move.missing)),
    )
