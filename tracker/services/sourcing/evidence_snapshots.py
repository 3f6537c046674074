"""Snapshots of sources: their bytes kept by hash, as originals are; none is ever replaced."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.errors import InvalidEdit, NotFound
from tracker.domain.evidence import Capture
from tracker.domain.evidence_words import SnapshotOrigin
from tracker.domain.hashing import text_sha256
from tracker.domain.vocabulary import Role
from tracker.models import Claim, Evidence, EvidenceSnapshot
from tracker.services import originals
from tracker.services.lookup import fetch
from tracker.services.sourcing import evidence, evidence_fields
from tracker.services.trail import history

#: What taking a snapshot fills in or spells as the source does.
_FILLED = ("passage", "accessed_on")


def get(session: Session, claim_id: int, evidence_id: int, snapshot_id: int) -> EvidenceSnapshot:
    """Return a snapshot of that evidence, or raise NotFound."""
    held = evidence.get(session, claim_id, evidence_id)
    found = next((one for one in held.snapshots if one.id == snapshot_id), None)
    if found is None:
        raise NotFound(
            "evidence %(of)d has no snapshot with the number %(number)d",
            of=evidence_id,
            number=snapshot_id,
        )
    return found


def keep(
    session: Session,
    claim_id: int,
    evidence_id: int,
    capture: Capture,
    *,
    originals_dir: Path,
    actor: Actor,
    at: datetime,
) -> EvidenceSnapshot:
    """Keep the capture as the newest snapshot, and find the passage in it.

    A page may be fetched again at any stage: that shows what it says now and changes no report
    that is out. Files and pasted text are taken while the claim is being worked on.
    """
    actor.require(Role.FACT_CHECKER)
    # The bytes first: a row without its file would be a promise that is not kept.
    sha256 = originals.store(originals_dir, capture.content)
    history.take_turn(session)
    claim = fetch(session, Claim, claim_id)
    if capture.origin is SnapshotOrigin.FETCHED:
        evidence_fields.require_taken_up(claim)
    else:
        evidence_fields.require_open(claim)
    held = evidence.get(session, claim_id, evidence_id)
    if held.snapshot and held.snapshot.sha256 == sha256:
        return held.snapshot
    before, snapshot = _values(held), _row(capture, sha256, actor=actor, at=at)
    with session.no_autoflush:
        held.snapshots.append(snapshot)
        evidence.anchor(held)
        held.edited_by_id, held.updated_at = actor.account_id, at
        held.accessed_on = held.accessed_on or at.date()
    changes = evidence_fields.differences(before, _values(held))
    changes["snapshot_origin"] = (None, snapshot.origin)
    action = "evidence.snapshot_taken"
    evidence_fields.record(session, action, held, changes, called=held.title, actor=actor, at=at)
    return snapshot


def require_address(held: Evidence) -> str:
    """Return the address to fetch, or raise InvalidEdit where there is none."""
    if held.url is None:
        raise InvalidEdit("url", "give the address of the source first")
    return held.url


def _row(capture: Capture, sha256: str, *, actor: Actor, at: datetime) -> EvidenceSnapshot:
    return EvidenceSnapshot(
        origin=capture.origin,
        sha256=sha256,
        size=len(capture.content),
        media_type=capture.media_type,
        filename=capture.filename,
        source_url=capture.source_url,
        text=capture.text,
        text_sha256=None if capture.text is None else text_sha256(capture.text),
        taken_at=at,
        taken_by_id=actor.account_id,
    )


def _values(held: Evidence) -> dict[str, Any]:
    kept = held.snapshot
    return {name: getattr(held, name) for name in _FILLED} | {
        "snapshot_sha256": kept.sha256 if kept else None
    }
