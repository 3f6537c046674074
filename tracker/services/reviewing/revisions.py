"""The versions of a report: each is frozen when it goes out, and never changes again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from tracker.domain.actors import MACHINE, Actor
from tracker.domain.commands import Selection
from tracker.domain.freezing import freeze, thaw
from tracker.domain.hashing import text_sha256
from tracker.domain.records import ClaimRecord
from tracker.domain.report_words import CorrectionKind, Readers
from tracker.domain.vocabulary import Stage, Visibility
from tracker.models import Claim, Publication
from tracker.services.reporting import publishing
from tracker.services.trail import history

_SEEN = (Stage.PUBLISHED, Stage.CORRECTED, Stage.RETRACTED)


def of_claim(session: Session, claim_id: int) -> Sequence[Publication]:
    """Return the versions of a report, the newest first."""
    return session.scalars(
        select(Publication)
        .where(Publication.claim_id == claim_id)
        .order_by(Publication.number.desc())
    ).all()


def issue(
    session: Session,
    claim: Claim,
    *,
    visible_from: datetime,
    correction: CorrectionKind | None,
    readers: Readers,
    actor: Actor,
    at: datetime,
) -> Publication:
    """Freeze the claim as the next version of its report, and write on the claim that it is out.

    The claim stands at its new stage already. A retraction is a version, too: of it the public
    sees that there was a report, and why there is none any more.
    """
    before = next(iter(of_claim(session, claim.id)), None)
    first = session.scalar(
        select(func.min(Publication.visible_from)).where(
            Publication.claim_id == claim.id,
            publishing.was_seen(at),
        )
    )
    claim.revision = before.number + 1 if before else 1
    # What is taken back under embargo was never seen, and keeps the day on which it would have.
    if first is not None or claim.stage is not Stage.RETRACTED:
        claim.first_published_at = first or visible_from
    claim.last_modified_at = visible_from
    session.flush()
    record = _record(session, claim, before, correction=correction, readers=readers)
    return _keep(session, claim, record, visible_from=visible_from, actor=actor, at=at)


def catch_up(session: Session, *, at: datetime) -> int:
    """Freeze what an earlier version of the program published; return how many reports."""
    has_version = select(Publication.claim_id)
    is_out = or_(Claim.stage.in_(_SEEN), Claim.stage_before_archive.in_(_SEEN))
    waiting = session.scalars(
        select(Claim).where(is_out, Claim.id.not_in(has_version)).order_by(Claim.id)
    ).all()
    for claim in waiting:
        adopt(session, claim)
        changes = {"revision": (None, claim.revision)}
        subject = ("claim", claim.id)
        history.record(session, "claim.frozen", subject, changes, actor=MACHINE, at=at)
    return len(waiting)


def adopt(session: Session, claim: Claim, *, readers: Readers = Readers.TWO_PEOPLE) -> Publication:
    """Freeze a report that is out without a version, with the days that the claim has."""
    is_correction = claim.stage is Stage.CORRECTED
    correction = CorrectionKind.CORRECTION if is_correction else None
    claim.revision = max(claim.revision, 1)
    session.flush()
    record = _record(session, claim, None, correction=correction, readers=readers)
    out = claim.last_modified_at or claim.first_published_at or claim.updated_at
    seen_from = out if claim.embargo_until is None else claim.embargo_until
    return _keep(session, claim, record, visible_from=seen_from, actor=MACHINE, at=out)


def _record(
    session: Session,
    claim: Claim,
    before: Publication | None,
    *,
    correction: CorrectionKind | None,
    readers: Readers,
) -> ClaimRecord:
    """Return the record of the claim as the public has it: nothing of the newsroom alone."""
    (found,) = publishing.records(session, Selection(claim_ids=(claim.id,)))
    if claim.stage is Stage.RETRACTED and before is not None:
        # Nothing of the next version, which may have been begun, goes with the old one.
        found = replace(
            thaw(before.record),
            stage=claim.stage,
            public_note=claim.public_note,
            last_modified_at=claim.last_modified_at,
            revision=claim.revision,
        )
    is_corrected = before is not None and claim.stage is Stage.CORRECTED
    stage = claim.stage_before_archive or claim.stage
    return replace(
        found,
        stage=stage,
        note="",
        assignee=None,
        visibility=Visibility.PUBLIC,
        embargo_until=None,
        report_stage=stage,
        correction=correction,
        previous_verdict=thaw(before.record).verdict_label if before and is_corrected else None,
        readers=readers,
    )


def _keep(
    session: Session,
    claim: Claim,
    record: ClaimRecord,
    *,
    visible_from: datetime,
    actor: Actor,
    at: datetime,
) -> Publication:
    text = freeze(record)
    version = Publication(
        claim_id=claim.id,
        number=record.revision,
        stage=record.stage,
        published_at=at,
        visible_from=visible_from,
        published_by_id=actor.account_id,
        correction=record.correction,
        public_note=record.public_note,
        previous_verdict=record.previous_verdict,
        readers=record.readers,
        record=text,
        record_sha256=text_sha256(text),
        article_id=record.article_id,
        position=claim.position,
        speaker_id=claim.speaker_id,
        content_verdict=record.content_verdict,
        first_published_at=record.first_published_at,
    )
    session.add(version)
    session.flush()
    session.expire(claim, ["report_stage"])
    return version
