"""Evidence for and against a claim: listed, added, withdrawn."""

from datetime import date, datetime
from typing import Annotated, Any

from flask import Blueprint, g
from pydantic import Field, StringConstraints

from tracker.domain.clock import now
from tracker.domain.evidence import EvidenceEdit
from tracker.domain.evidence_words import EvidenceKind, Stance
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import Role
from tracker.models import Evidence
from tracker.services import claims, evidence
from tracker.web.api import conditions, paging
from tracker.web.api.operations import Reply, operation
from tracker.web.api.shapes import Address, Asked, Line, Listed, Told
from tracker.web.database import db

bp = Blueprint("api_evidence", __name__, url_prefix="/api/v1/claims/<int:claim_id>/evidence")

Words = Annotated[str, StringConstraints(max_length=20_000)]


class EvidenceTold(Told):
    """A source that bears on a claim."""

    id: int
    claim_id: int
    position: int
    kind: EvidenceKind
    stance: Stance
    title: str
    publisher: str | None
    url: str | None
    archive_url: str | None
    passage: str
    independence_group: str | None
    accessed_on: date | None
    valid_until: date | None
    note: str
    snapshot_sha256: str | None = Field(description="Of the newest copy that is kept")
    withdrawn_at: datetime | None
    withdrawal_reason: str
    edit_number: int

    @classmethod
    def of(cls, found: Evidence) -> "EvidenceTold":
        """Return the evidence as a program sees it."""
        own = {name: getattr(found, name) for name in cls.model_fields if name != "snapshot_sha256"}
        return cls(snapshot_sha256=found.snapshot.sha256 if found.snapshot else None, **own)


class EvidenceNew(Asked):
    """A source; a copy of it is kept from its page in the newsroom."""

    kind: EvidenceKind
    stance: Stance
    title: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    publisher: Line | None = None
    url: Address | None = None
    archive_url: Address | None = None
    passage: Words = ""
    independence_group: Line | None = None
    accessed_on: date | None = None
    valid_until: date | None = None
    note: Words = ""


class Withdrawal(Asked):
    """Why it no longer counts."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=4000)]


_WRITES: dict[str, Any] = {
    "scope": Scope.WRITE,
    "role": Role.FACT_CHECKER,
    "answer": EvidenceTold,
    "may_repeat": True,
    "refusals": (404, 409),
}


@bp.get("")
@operation(
    "List the evidence of a claim", scope=Scope.READ, answer=Listed[EvidenceTold], refusals=(404,)
)
def index(claim_id: int) -> Reply:
    """List the evidence in its order, what was withdrawn at the end."""
    claims.get(db.session, claim_id)
    found = tuple(map(EvidenceTold.of, evidence.of_claim(db.session, claim_id)))
    return paging.reply(Listed[EvidenceTold], found, None)


@bp.post("")
@operation("Add evidence to a claim", body=EvidenceNew, status=201, **_WRITES)
def create(claim_id: int, body: EvidenceNew) -> Reply:
    """Add a source to a claim that is being worked on."""
    edit = EvidenceEdit(**body.model_dump())
    made = evidence.add(db.session, claim_id, edit, actor=g.actor, at=now())
    return _reply(made)


@bp.post("/<int:evidence_id>/withdrawal")
@operation(
    "Withdraw evidence; the claim's ETag goes in If-Match",
    body=Withdrawal,
    needs_match=True,
    **_WRITES,
)
def withdraw(claim_id: int, evidence_id: int, body: Withdrawal, match: int) -> Reply:
    """Take the source out of the report and the count."""
    claim = claims.get(db.session, claim_id)
    claims.expect(db.session, claim_id, conditions.seen(match, claim.edit_number))
    evidence.withdraw(
        db.session, claim_id, evidence_id, reason=body.reason, actor=g.actor, at=now()
    )
    return _reply(evidence.get(db.session, claim_id, evidence_id))


def _reply(found: Evidence) -> Reply:
    return Reply(EvidenceTold.of(found))
