"""Claims as they leave the house: rows of the database turned into free records, in a stream."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.config import Settings
from tracker.domain.commands import Selection, Stretch
from tracker.domain.freezing import thaw
from tracker.domain.records import UNRATED, ClaimRecord
from tracker.domain.vocabulary import Qualifier, SpanPart, Stage
from tracker.exports.context import ExportContext
from tracker.models import (
    Account,
    Article,
    ArticleVersion,
    Claim,
    ClaimSpan,
    Event,
    Outlet,
    Publication,
    VerdictLabel,
)
from tracker.services.listing.conditions import Canonical, narrow
from tracker.services.sourcing import evidence_records

#: Claims read at a time: memory stays the same however many are exported.
BATCH = 500

#: What a record takes from each table under its own name.
_COLUMNS: tuple[Any, ...] = (
    Claim.id.label("claim_id"),
    Claim.wording,
    Claim.kind,
    Claim.speech_act,
    Canonical.name.label("speaker"),
    Canonical.kind.label("speaker_kind"),
    Canonical.same_as.label("speaker_same_as"),
    Claim.role_as_stated,
    Claim.medium,
    Claim.said_on,
    Article.id.label("article_id"),
    Article.title.label("article_title"),
    Article.canonical_url.label("article_url"),
    Article.archive_url.label("article_archive_url"),
    Article.published_on.label("article_published_on"),
    Article.language.label("article_language"),
    Outlet.name.label("outlet"),
    Outlet.domain.label("outlet_domain"),
    ArticleVersion.number.label("article_version"),
    ArticleVersion.text_sha256.label("article_sha256"),
    Claim.stage,
    Claim.checkability,
    Claim.attribution_verdict,
    Claim.content_verdict,
    Claim.verdict_as_of,
    Claim.verdict_certainty,
    Claim.explanation,
    Claim.note,
    Account.name.label("assignee"),
    Claim.visibility,
    Claim.revision,
    Claim.public_url,
    Claim.first_published_at,
    Claim.last_modified_at,
    Claim.origin,
    Claim.confidence,
    Claim.extractor_version,
    Claim.created_at,
    Claim.updated_at,
    Claim.embargo_until,
    Claim.report_stage.label("report_stage"),
    Claim.public_note,
    Publication.correction,
    Publication.previous_verdict,
    Publication.readers,
)
_NAMES = tuple(column.key for column in _COLUMNS)


def records(session: Session, selection: Selection, *, site: str = "") -> Iterator[ClaimRecord]:
    """Yield the claims of a selection by their number, reading a batch at a time.

    With the newsroom's ``site``, a report without an address of its own gets that of its page.
    """
    last = 0
    while rows := session.execute(_batch(selection, last)).all():
        claim_ids = [row.claim_id for row in rows]
        spans, behind = _spans(session, claim_ids), evidence_records.gather(session, claim_ids)
        for row in rows:
            record = _record(row, spans.get(row.claim_id, ()), behind[row.claim_id])
            record = replace(record, **UNRATED) if row.claim_id in selection.unread else record
            yield _with_page(record, site) if site and record.revision else record
        last = rows[-1].claim_id


def published(
    session: Session, selection: Selection, *, site: str, at: datetime
) -> Iterator[ClaimRecord]:
    """Yield what the public has at that moment of the claims of a selection, by their number.

    A report stays as it went out while its claim is worked on further; of one that was taken
    back there is a record at the stage ``retracted``.
    """
    wide = replace(selection, stages=(), content_verdicts=(), attribution_verdicts=(), kinds=())
    last = 0
    while rows := session.execute(_batch_of_versions(wide, last, at)).all():
        for claim_id, text, own_address in rows:
            record = thaw(text)
            if _holds(selection, record):
                address = own_address or page_address(claim_id, site)
                yield replace(record, public_url=address)
        last = rows[-1][0]


def count_published(session: Session, selection: Selection, *, at: datetime) -> Counter[Stage]:
    """Return how many reports ``published`` would yield, by the stage at which they are out."""
    if selection.attribution_verdicts or selection.kinds:
        # These stand only in the record itself.
        return Counter(one.stage for one in published(session, selection, site="", at=at))
    wide = replace(selection, stages=(), content_verdicts=())
    columns: tuple[Any, ...] = (Publication.stage, func.count())
    statement = (
        narrow(select(*columns), wide)
        .join(Publication, Publication.claim_id == Claim.id)
        .where(is_seen(at))
        .group_by(Publication.stage)
    )
    if selection.stages:
        statement = statement.where(Publication.stage.in_(selection.stages))
    if selection.content_verdicts:
        statement = statement.where(Publication.content_verdict.in_(selection.content_verdicts))
    return Counter(dict(map(tuple, session.execute(statement))))


def standing(
    session: Session,
    selection: Selection,
    *,
    site: str,
    at: datetime,
    stages: Collection[Stage] = tuple(Stage),
) -> Iterator[ClaimRecord]:
    """Yield the claims of a selection: as the public has them where it does, else as work stands.

    Where the work on a claim stands at none of ``stages``, the work is what counts.
    """
    wide = replace(selection, stages=(), content_verdicts=(), attribution_verdicts=(), kinds=())
    out = published(session, wide, site=site, at=at)
    version = next(out, None)
    for record in records(session, selection, site=site):
        while version is not None and version.claim_id < record.claim_id:
            version = next(out, None)
        is_out = version is not None and version.claim_id == record.claim_id
        yield version if version and is_out and record.stage in stages else record


def is_seen(at: datetime) -> ColumnElement[bool]:
    """Pick of each report the version that the public sees at that moment.

    What is taken back before it was ever seen leaves nothing to see.
    """
    later = aliased(Publication)
    newest = (
        select(func.max(later.number))
        .where(later.claim_id == Publication.claim_id, later.visible_from <= at)
        .correlate(Publication)
        .scalar_subquery()
    )
    return and_(
        Publication.number == newest,
        or_(
            Publication.stage != Stage.RETRACTED,
            Publication.first_published_at <= Publication.visible_from,
        ),
    )


def was_seen(at: datetime) -> ColumnElement[bool]:
    """Pick the versions that the public saw at some time until then.

    One that was held back and overtaken before its moment came never was, though it has passed.
    """
    later = aliased(Publication)
    overtaken = exists().where(
        later.claim_id == Publication.claim_id,
        later.number > Publication.number,
        later.visible_from <= Publication.visible_from,
    )
    return and_(Publication.visible_from <= at, Publication.stage != Stage.RETRACTED, ~overtaken)


def page_address(claim_id: int, site: str) -> str:
    """Return where the public reads the report of a claim."""
    return f"{site}/reports/{claim_id}"


#: Whose changes show in exports; who signs in or takes a file out changes none.
_EXPORTED = ("claim", "article", "speaker", "outlet")


def as_of(session: Session) -> datetime:
    """Return when the newsroom's records last changed.

    Exports are dated by it and not by the clock: the same state gives the same bytes.
    """
    told = select(Event.at).where(Event.subject.in_(_EXPORTED)).order_by(Event.id.desc())
    last = session.scalar(told.limit(1))
    return last or datetime.fromtimestamp(0, UTC)


def context(settings: Settings, *, at: datetime) -> ExportContext:
    """Return what the writers are told about this newsroom, for an export of its state then."""
    return ExportContext(
        base_url=settings.base_url,
        publisher_name=settings.newsroom,
        publisher_url=settings.base_url,
        generated_at=at,
        licence_url=settings.licence_url,
        single_reader=settings.single_reader,
    )


def _batch(selection: Selection, last: int) -> Select[Any]:
    # The last two are not taken over as they stand.
    statement = select(*_COLUMNS, VerdictLabel.name, Claim.qualifiers)
    return (
        narrow(statement, selection)
        .outerjoin(Account, Claim.assignee_id == Account.id)
        .outerjoin(VerdictLabel, Claim.verdict_label_id == VerdictLabel.id)
        .outerjoin(
            Publication,
            and_(Publication.claim_id == Claim.id, Publication.number == Claim.revision),
        )
        .where(Claim.id > last)
        .order_by(Claim.id)
        .limit(BATCH)
    )


def _batch_of_versions(selection: Selection, last: int, at: datetime) -> Select[Any]:
    columns: tuple[Any, ...] = (Publication.claim_id, Publication.record, Claim.public_url)
    return (
        narrow(select(*columns), selection)
        .join(Publication, Publication.claim_id == Claim.id)
        .where(Claim.id > last, is_seen(at))
        .order_by(Claim.id)
        .limit(BATCH)
    )


def _holds(selection: Selection, record: ClaimRecord) -> bool:
    """Tell whether the version that is out, and not the next one, is what was asked for."""
    wanted: tuple[tuple[Any, Any], ...] = (
        (record.stage, selection.stages),
        (record.content_verdict, selection.content_verdicts),
        (record.attribution_verdict, selection.attribution_verdicts),
        (record.kind, selection.kinds),
    )
    return all(not values or value in values for value, values in wanted)


def _spans(session: Session, claim_ids: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    found = session.execute(
        select(ClaimSpan.claim_id, ClaimSpan.part, ClaimSpan.start, ClaimSpan.end, ClaimSpan.quote)
        .where(ClaimSpan.claim_id.in_(claim_ids))
        .order_by(ClaimSpan.claim_id, ClaimSpan.start)
    )
    return {claim_id: tuple(rows) for claim_id, rows in groupby(found, lambda row: row.claim_id)}


def _record(row: Row[Any], spans: Sequence[Any], behind: Mapping[str, Any]) -> ClaimRecord:
    *values, label, qualifiers = tuple(row)
    return ClaimRecord(
        **dict(zip(_NAMES, values, strict=True)),
        **behind,
        quote=_words(spans, SpanPart.CONTENT),
        cue=_words(spans, SpanPart.CUE),
        speaker_mention=_words(spans, SpanPart.SOURCE),
        content_spans=_stretches(spans, SpanPart.CONTENT),
        cue_spans=_stretches(spans, SpanPart.CUE),
        source_spans=_stretches(spans, SpanPart.SOURCE),
        verdict_label=label or row.content_verdict.label,
        qualifiers=tuple(Qualifier(word) for word in qualifiers),
    )


def _with_page(record: ClaimRecord, site: str) -> ClaimRecord:
    return replace(record, public_url=record.public_url or page_address(record.claim_id, site))


def _words(spans: Sequence[Any], part: SpanPart) -> str:
    return " … ".join(span.quote for span in spans if span.part is part)


def _stretches(spans: Sequence[Any], part: SpanPart) -> tuple[Stretch, ...]:
    return tuple((span.start, span.end) for span in spans if span.part is part)
