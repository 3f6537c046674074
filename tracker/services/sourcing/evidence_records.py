"""What stands behind a claim as it leaves the house: its sources, replies and media."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.domain.evidence import EvidenceRecord, MediaRecord, ReplyRecord
from tracker.domain.evidence_words import Authenticity
from tracker.models import ClaimMedia, Evidence, EvidenceSnapshot, Reply
from tracker.services.sourcing.independence import group_of

Row = TypeVar("Row", Evidence, Reply, ClaimMedia)


def gather(session: Session, claim_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return for each claim what a record says of its sources, with three statements in all.

    What was withdrawn is left out, and so is what concerns the newsroom alone.
    """
    evidence = _by_claim(_standing_evidence(session, claim_ids))
    replies = _by_claim(_standing(session, Reply, claim_ids))
    media = _by_claim(_standing(session, ClaimMedia, claim_ids))
    return {
        claim_id: _sources(evidence.get(claim_id, ()))
        | {
            "replies": tuple(_reply(row) for row in replies.get(claim_id, ())),
            "media": tuple(_medium(row) for row in media.get(claim_id, ())),
        }
        for claim_id in claim_ids
    }


def _sources(rows: Sequence[Evidence]) -> dict[str, Any]:
    records = tuple(_source(row, number) for number, row in enumerate(rows, start=1))
    return {
        "evidence": records,
        "sources": len(records),
        "independent_sources": len({one.group for one in records}),
    }


def _source(row: Evidence, number: int) -> EvidenceRecord:
    kept = row.snapshot
    return EvidenceRecord(
        number=number,
        kind=row.kind,
        stance=row.stance,
        title=row.title,
        publisher=row.publisher,
        url=row.url,
        archive_url=row.archive_url,
        passage=row.passage,
        group=group_of(row),
        accessed_on=row.accessed_on,
        valid_until=row.valid_until,
        snapshot_sha256=kept.sha256 if kept else None,
        snapshot_taken_at=kept.taken_at if kept else None,
    )


def _reply(row: Reply) -> ReplyRecord:
    return ReplyRecord(
        outcome=row.outcome,
        asked_whom=row.asked_whom,
        channel=row.channel,
        asked_on=row.asked_on,
        answered_on=row.answered_on,
        answer=row.public_answer,
        reason=row.reason,
    )


def _medium(row: ClaimMedia) -> MediaRecord:
    return MediaRecord(
        kind=row.kind,
        description=row.description,
        content_url=row.content_url,
        archive_url=row.archive_url,
        authenticity=tuple(Authenticity(word) for word in row.authenticity),
        original_url=row.original_url,
        original_context=row.original_context,
    )


def _standing_evidence(session: Session, claim_ids: Sequence[int]) -> Sequence[Evidence]:
    return session.scalars(
        select(Evidence)
        .where(Evidence.claim_id.in_(claim_ids), Evidence.withdrawn_at.is_(None))
        # Of a snapshot its seal goes out; its text may be as long as a book.
        .options(
            selectinload(Evidence.snapshots).load_only(
                EvidenceSnapshot.evidence_id, EvidenceSnapshot.sha256, EvidenceSnapshot.taken_at
            )
        )
        .order_by(Evidence.claim_id, Evidence.position, Evidence.id)
    ).all()


def _standing(session: Session, kind: type[Row], claim_ids: Sequence[int]) -> Sequence[Row]:
    return session.scalars(
        select(kind)
        .where(kind.claim_id.in_(claim_ids), kind.withdrawn_at.is_(None))
        .order_by(kind.claim_id, kind.id)
    ).all()


def _by_claim(rows: Iterable[Row]) -> dict[int, Sequence[Row]]:
    return {number: tuple(found) for number, found in groupby(rows, lambda row: row.claim_id)}
