"""Evidence for and against a claim: listed, shown, added, corrected, withdrawn, brought back."""

from datetime import date, datetime
from typing import Annotated, Any

from flask import Blueprint, g, url_for
from pydantic import Field, StringConstraints

from tracker.domain.clock import now
from tracker.domain.evidence import EvidenceEdit
from tracker.domain.evidence_words import EvidenceKind, Stance
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import Role
from tracker.models import Evidence
from tracker.services.editing import claims
from tracker.services.sourcing import evidence
from tracker.web.api import conditions, paging
from tracker.web.api.operations import Reply, operation
from tracker.web.api.patches import merged
from tracker.web.api.shapes import Address, Asked, Line, Listed, Told, Withdrawal, Words
from tracker.web.database import db

bp = Blueprint("api_evidence", __name__, url_prefix="/api/v1/claims/<int:claim_id>/evidence")

Title = Annotated[str, StringConstraints(min_length=1, max_length=300)]
#: Where it comes in the report, counted from 1.
Place = Annotated[int, Field(ge=1, le=10_000)]


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
    """A source; a copy of it is kept by what stands under its snapshots."""

    kind: EvidenceKind
    stance: Stance
    title: Title
    publisher: Line | None = None
    url: Address | None = None
    archive_url: Address | None = None
    passage: Words = ""
    independence_group: Line | None = None
    accessed_on: date | None = None
    valid_until: date | None = None
    note: Words = ""
    position: Place | None = Field(None, description="Without it, the last")


class EvidencePatch(Asked):
    """What is to change; what is left out stays."""

    kind: EvidenceKind | None = None
    stance: Stance | None = None
    title: Title | None = None
    publisher: Line | None = None
    url: Address | None = None
    archive_url: Address | None = None
    passage: Words | None = None
    independence_group: Line | None = None
    accessed_on: date | None = None
    valid_until: date | None = None
    note: Words | None = None
    position: Place | None = None


_WHO: dict[str, Any] = {"scope": Scope.WRITE, "role": Role.FACT_CHECKER, "answer": EvidenceTold}
_CHANGES: dict[str, Any] = {**_WHO, "needs_match": "evidence", "refusals": (404, 409)}


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
@operation(
    "Add evidence to a claim",
    body=EvidenceNew,
    status=201,
    may_repeat=True,
    refusals=(404, 409),
    **_WHO,
)
def create(claim_id: int, body: EvidenceNew) -> Reply:
    """Add a source to a claim that is being worked on."""
    edit = EvidenceEdit(**body.model_dump())
    made = evidence.add(db.session, claim_id, edit, actor=g.actor, at=now())
    address = url_for("api_evidence.show", claim_id=claim_id, evidence_id=made.id)
    return _reply(made, {"Location": address})


@bp.get("/<int:evidence_id>")
@operation("Show one piece of evidence", scope=Scope.READ, answer=EvidenceTold, refusals=(404,))
def show(claim_id: int, evidence_id: int) -> Reply:
    """Show a source with the ETag that a change of it asks for."""
    return _reply(evidence.get(db.session, claim_id, evidence_id))


@bp.patch("/<int:evidence_id>")
@operation("Correct evidence", body=EvidencePatch, **_CHANGES)
def revise(claim_id: int, evidence_id: int, body: EvidencePatch, match: int) -> Reply:
    """Correct what is said of a source."""
    held = evidence.get(db.session, claim_id, evidence_id)
    seen = conditions.seen(match, held.edit_number)
    edit = merged(EvidenceEdit, held, body, edit_number=seen)
    evidence.revise(db.session, claim_id, evidence_id, edit, actor=g.actor, at=now())
    return _reply(evidence.get(db.session, claim_id, evidence_id))


@bp.post("/<int:evidence_id>/withdrawal")
@operation("Withdraw evidence", body=Withdrawal, may_repeat=True, **_CHANGES)
def withdraw(claim_id: int, evidence_id: int, body: Withdrawal, match: int) -> Reply:
    """Take the source out of the report and the count."""
    _expect(claim_id, evidence_id, match)
    evidence.withdraw(
        db.session, claim_id, evidence_id, reason=body.reason, actor=g.actor, at=now()
    )
    return _reply(evidence.get(db.session, claim_id, evidence_id))


@bp.delete("/<int:evidence_id>/withdrawal")
@operation("Let withdrawn evidence count again", **_CHANGES)
def bring_back(claim_id: int, evidence_id: int, match: int) -> Reply:
    """Bring a source back that was withdrawn."""
    _expect(claim_id, evidence_id, match)
    evidence.bring_back(db.session, claim_id, evidence_id, actor=g.actor, at=now())
    return _reply(evidence.get(db.session, claim_id, evidence_id))


def _expect(claim_id: int, evidence_id: int, match: int) -> None:
    held = evidence.get(db.session, claim_id, evidence_id)
    shown = EvidenceTold.of(held).model_dump(mode="json")
    conditions.expect(match, held.edit_number, current=shown)


def _reply(found: Evidence, headers: dict[str, str] | None = None) -> Reply:
    tag = conditions.tag("evidence", found.id, found.edit_number)
    return Reply(EvidenceTold.of(found), tag, headers or {})
