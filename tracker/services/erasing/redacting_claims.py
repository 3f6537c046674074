"""A claim laid down: its words, its work and its reports go; the number and its place stay."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.freezing import freeze, thaw
from tracker.domain.records import UNRATED, ClaimRecord
from tracker.domain.redaction import BLOCK, Redactor, blacken_places
from tracker.domain.vocabulary import AttributionVerdict, ContentVerdict, Stage
from tracker.models import (
    Amendment,
    ArticleVersion,
    Base,
    BulkRow,
    Claim,
    ClaimMedia,
    ClaimSpan,
    Comment,
    Draft,
    Evidence,
    EvidenceSnapshot,
    ExternalReview,
    ImportRow,
    Mention,
    Publication,
    Reply,
    SecondVerdict,
)
from tracker.services.erasing import redacting
from tracker.services.erasing.redacting import Traces
from tracker.services.reporting import publishing
from tracker.services.reviewing import review

#: A claim has a wording; this is what an erased one says.
WORDING = BLOCK * 5


def erase_claim(
    session: Session, claim: Claim, traces: Traces, *, public_note: str, actor: Actor, at: datetime
) -> None:
    """Take a claim's words out of the article, the record, its work and its reports."""
    _black_out_passage(session, claim, traces, at=at)
    _remove_work(session, claim.id, traces)
    _empty(claim, at=at)
    session.flush()
    _redact_reports(session, claim, public_note=public_note, at=at)
    session.refresh(claim)
    review.lay_down(session, claim, public_note=public_note, actor=actor, at=at)
    traces.claims.add(claim.id)


def _black_out_passage(session: Session, claim: Claim, traces: Traces, *, at: datetime) -> None:
    """Black out the passage, in every version of the article in which it stands."""
    version = claim.article_version
    places = [(span.start, span.end) for span in claim.spans]
    quotes = tuple(dict.fromkeys(span.quote for span in claim.spans))
    others = session.scalars(
        select(ArticleVersion).where(
            ArticleVersion.article_id == version.article_id, ArticleVersion.id != version.id
        )
    ).all()
    texts = {version.id: blacken_places(version.text, places)}
    texts |= {one.id: _without(one.text, quotes) for one in others}
    session.expire_all()
    for number, text in texts.items():
        redacting.rewrite_text(session, number, text, traces, at=at)
        _follow_text(session, number, text, Redactor(quotes), traces)


def _without(text: str, quotes: tuple[str, ...]) -> str:
    for quote in quotes:
        start = text.find(quote)
        while start >= 0:
            text = blacken_places(text, [(start, start + len(quote))])
            start = text.find(quote, start + len(quote))
    return text


def _follow_text(
    session: Session, version_id: int, text: str, redactor: Redactor, traces: Traces
) -> None:
    """Let the passages of all claims and comments on the version say what the text says now."""
    here = select(Claim.id).where(Claim.article_version_id == version_id)
    spans = session.scalars(select(ClaimSpan).where(ClaimSpan.claim_id.in_(here))).all()
    for span in spans:
        before, after = len(span.prefix), len(span.suffix)
        told = (
            text[span.start : span.end],
            text[max(0, span.start - before) : span.start],
            text[span.end : span.end + after],
        )
        if span.quote != told[0]:
            traces.claims.add(span.claim_id)
        span.quote, span.prefix, span.suffix = told
    for number in {span.claim_id for span in spans} & traces.claims:
        other = session.get_one(Claim, number)
        other.wording = redactor.blacken(other.wording)
    on_text = select(Comment).where(
        Comment.article_version_id == version_id, Comment.start.is_not(None)
    )
    for comment in session.scalars(on_text):
        comment.quote = text[comment.start : comment.end]
    session.flush()


def _remove_work(session: Session, claim_id: int, traces: Traces) -> None:
    """Remove what was gathered and said about the claim; the history names it by number."""
    mine = select(Evidence.id).where(Evidence.claim_id == claim_id)
    of_evidence = EvidenceSnapshot.evidence_id.in_(mine)
    for snapshot in session.scalars(select(EvidenceSnapshot).where(of_evidence)).all():
        redacting.let_snapshot_go(session, snapshot, traces)
    session.execute(delete(EvidenceSnapshot).where(of_evidence))
    said = select(Comment.id).where(Comment.claim_id == claim_id)
    session.execute(delete(Mention).where(Mention.comment_id.in_(said)))
    session.execute(
        delete(Comment).where(Comment.claim_id == claim_id, Comment.thread_id.is_not(None))
    )
    kinds: tuple[type[Base], ...] = (
        Comment,
        Evidence,
        ClaimMedia,
        Reply,
        SecondVerdict,
        Amendment,
    )
    for kind in kinds:
        table = kind.__table__
        session.execute(delete(kind).where(table.c.claim_id == claim_id))
    session.execute(
        update(ExternalReview).where(ExternalReview.claim_id == claim_id).values(claim_id=None)
    )
    forms = Draft.form
    session.execute(
        delete(Draft).where(
            or_(forms == f"/claims/{claim_id}", forms.startswith(f"/claims/{claim_id}/"))
        )
    )
    session.execute(
        update(BulkRow).where(BulkRow.claim_id == claim_id).values(wording=WORDING, before={})
    )
    session.execute(
        update(ImportRow)
        .where(ImportRow.subject == "claim", ImportRow.subject_id == claim_id)
        .values(title=WORDING, before={}, messages=[])
    )
    session.expire_all()


def _empty(claim: Claim, *, at: datetime) -> None:
    """Leave of the record what tells nothing of what was said, by whom, or what was found."""
    claim.wording, claim.search_text, claim.note, claim.explanation = WORDING, "", "", ""
    claim.speaker, claim.role_as_stated, claim.medium, claim.said_on = None, None, None, None
    claim.reasons, claim.qualifiers, claim.public_note = [], [], ""
    claim.attribution_verdict = AttributionVerdict.UNVERIFIED
    claim.content_verdict, claim.verdict_label = ContentVerdict.NOT_RATED, None
    claim.scale_version, claim.verdict_as_of, claim.verdict_certainty = None, None, None
    claim.due_on, claim.erased_at = None, at


def _redact_reports(session: Session, claim: Claim, *, public_note: str, at: datetime) -> None:
    """Empty every version of the report; where nobody ever saw one, none is left."""
    mine = Publication.claim_id == claim.id
    seen = select(Publication.id).where(mine, publishing.was_seen(at)).limit(1)
    if session.scalar(seen) is None:
        session.execute(delete(Publication).where(mine))
        return
    for row in session.scalars(select(Publication).where(mine)).all():
        is_tombstone = row.stage is Stage.RETRACTED
        note = public_note if is_tombstone else ""
        record = replace(_emptied(thaw(row.record)), public_note=note)
        number = row.id
        redacting.write_report(
            session,
            number,
            freeze(record),
            at=at,
            public_note=note,
            previous_verdict=None,
            speaker_id=None,
            content_verdict=ContentVerdict.NOT_RATED,
        )
    session.expire_all()


def _emptied(record: ClaimRecord) -> ClaimRecord:
    return replace(
        record,
        wording=WORDING,
        quote="",
        speaker=None,
        speaker_kind=None,
        speaker_same_as=None,
        role_as_stated=None,
        speaker_mention="",
        cue="",
        medium=None,
        said_on=None,
        note="",
        previous_verdict=None,
        sources=0,
        independent_sources=0,
        evidence=(),
        replies=(),
        media=(),
        **UNRATED,
    )
