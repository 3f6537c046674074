"""Copies of sources: listed, sent as a file, fetched, handed out; and whether sources changed."""

from datetime import datetime
from typing import Annotated, Any

from flask import Blueprint, Response, g, url_for
from pydantic import Field, StringConstraints

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit, TrackerError
from tracker.domain.evidence import Capture
from tracker.domain.evidence_words import DriftState, SnapshotOrigin
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import Role
from tracker.models import EvidenceSnapshot
from tracker.readers import captures
from tracker.services import originals
from tracker.services.editing import claims
from tracker.services.sourcing import drift, evidence, evidence_snapshots
from tracker.web.api import paging
from tracker.web.api.operations import Reply, operation
from tracker.web.api.shapes import Asked, Listed, Told
from tracker.web.database import db
from tracker.web.gates import sealing
from tracker.web.saving import evidence_changes
from tracker.web.saving.arrivals import settings

bp = Blueprint("api_snapshots", __name__, url_prefix="/api/v1/claims/<int:claim_id>")

_OF_EVIDENCE = "/evidence/<int:evidence_id>/snapshots"


class SnapshotTold(Told):
    """A copy of a source; none is ever replaced."""

    id: int
    evidence_id: int
    origin: SnapshotOrigin
    sha256: str
    size: int = Field(description="In bytes")
    media_type: str = Field(description="As the bytes show, not as the sender said")
    filename: str | None
    source_url: str | None
    taken_at: datetime


class FileNamed(Asked):
    """What the file is called."""

    filename: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^/\\]*$")] = ""


class DriftTold(Told):
    """What a source looked like when it was read again."""

    url: str
    state: DriftState
    passage_found: bool | None = Field(description="Whether the quoted words still stand there")
    reason: str
    checked_at: datetime


_WRITES: dict[str, Any] = {
    "scope": Scope.WRITE,
    "role": Role.FACT_CHECKER,
    "status": 201,
    "may_repeat": True,
    "refusals": (404, 409),
}


@bp.get(_OF_EVIDENCE)
@operation(
    "List the copies of a source, the oldest first",
    scope=Scope.READ,
    answer=Listed[SnapshotTold],
    refusals=(404,),
)
def index(claim_id: int, evidence_id: int) -> Reply:
    """List the copies that are kept."""
    held = evidence.get(db.session, claim_id, evidence_id)
    return paging.reply(Listed[SnapshotTold], tuple(map(_told, held.snapshots)), None)


@bp.post(_OF_EVIDENCE)
@operation(
    "Send a copy of a source: page, PDF, text or picture",
    takes_file=True,
    query=FileNamed,
    answer=SnapshotTold,
    **_WRITES,
)
def upload(claim_id: int, evidence_id: int, query: FileNamed, content: bytes) -> Reply:
    """Keep the file as the newest copy; what it is, its bytes say."""
    try:
        capture = captures.uploaded(content, filename=query.filename or None)
    except TrackerError as refused:
        raise InvalidEdit("", str(refused)) from refused
    return _kept(claim_id, evidence_id, capture)


@bp.post(f"{_OF_EVIDENCE}/fetch")
@operation("Fetch a source from its address", answer=SnapshotTold, **_WRITES)
def fetch(claim_id: int, evidence_id: int) -> Reply:
    """Fetch the source, and keep what came as its newest copy."""
    url = evidence_changes.address_of(claim_id, evidence_id)
    return _kept(claim_id, evidence_id, evidence_changes.fetched(url))


@bp.get(f"{_OF_EVIDENCE}/<int:snapshot_id>")
@operation(
    "Take out a copy of a source",
    scope=Scope.READ,
    media_type="application/octet-stream",
    refusals=(404,),
)
def download(claim_id: int, evidence_id: int, snapshot_id: int) -> Response:
    """Hand out the bytes as they came in."""
    kept = evidence_snapshots.get(db.session, claim_id, evidence_id, snapshot_id)
    content = originals.load(settings().originals_dir, kept.sha256)
    name = kept.filename or f"evidence-{evidence_id}-{kept.sha256[:8]}"
    return sealing.as_file(content, name)


@bp.post("/checks")
@operation("Look at the sources of a claim again", answer=Listed[DriftTold], **_WRITES)
def check(claim_id: int) -> Reply:
    """Look at each source of which a fetched copy is kept, and write down what it says now."""
    with db.reading() as reading:
        claims.get(reading, claim_id)
    found = evidence_changes.look_again(claim_id)
    act: dict[str, Any] = {"actor": g.actor, "at": now()}
    checks = tuple(drift.record(db.session, source, seen, **act) for source, seen in found)
    return paging.reply(Listed[DriftTold], tuple(map(DriftTold.model_validate, checks)), None)


def _kept(claim_id: int, evidence_id: int, capture: Capture) -> Reply:
    folder = settings().originals_dir
    kept = evidence_snapshots.keep(
        db.session,
        claim_id,
        evidence_id,
        capture,
        originals_dir=folder,
        actor=g.actor,
        at=now(),
    )
    place: dict[str, Any] = {"evidence_id": evidence_id, "snapshot_id": kept.id}
    address = url_for("api_snapshots.download", claim_id=claim_id, **place)
    return Reply(_told(kept), headers={"Location": address})


def _told(kept: EvidenceSnapshot) -> SnapshotTold:
    return SnapshotTold.model_validate(kept)
