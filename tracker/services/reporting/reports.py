"""Reports as the public reads them: the versions that are out, and nothing of the work behind.

A claim that is being worked on again keeps the report that went out last. What is under embargo
costs, says and leaves out the same as what does not exist.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from tracker.domain.errors import NotFound
from tracker.domain.freezing import thaw
from tracker.domain.records import ClaimRecord
from tracker.domain.report_words import CorrectionKind
from tracker.domain.vocabulary import ContentVerdict, Stage
from tracker.exports.checks.rules import IN_FORCE, claim_of
from tracker.models import ArticleVersion, Claim, Publication, Speaker
from tracker.services.listing.conditions import Canonical
from tracker.services.listing.tallies import FACET_SIZE
from tracker.services.reporting.excerpts import Piece, excerpt
from tracker.services.reporting.publishing import is_seen, page_address, was_seen

REPORTS_A_PAGE = 20
#: A sitemap may hold no more.
MOST_ADDRESSES = 50_000
#: More than anybody checks in one article.
MOST_ON_ARTICLE = 1_000

_IS_IN_FORCE = Publication.stage.in_(IN_FORCE)
_IS_CORRECTION = Publication.stage.in_((Stage.CORRECTED, Stage.RETRACTED))


@dataclass(frozen=True, slots=True)
class Report:
    """One report in force; its record is free of what concerns the newsroom alone."""

    record: ClaimRecord
    speaker_id: int | None
    #: What the public is told about a correction.
    note: str

    @property
    def claim(self) -> str:
        """Return what is claimed, without who says it."""
        return claim_of(self.record)


@dataclass(frozen=True, slots=True)
class PastVersion:
    """What a report said before or says now: its verdict, since when, and what was changed."""

    number: int
    seen_from: datetime
    verdict: ContentVerdict
    label: str
    correction: CorrectionKind | None
    note: str


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of a retracted report: when it stood there, and why it does not any more.

    It repeats neither the claim nor the speaker nor the verdict, which may be what was wrong.
    """

    claim_id: int
    published_at: datetime | None
    retracted_at: datetime | None
    note: str


Entry = Report | Tombstone


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A page of a list, and the number of the report that the next page starts behind."""

    entries: Sequence[Entry]
    next: int | None


def find(session: Session, claim_id: int, *, site: str, at: datetime) -> Entry:
    """Return the report of a claim, or what is left of it; raise NotFound where none is seen."""
    found = _read(session, [Publication.claim_id == claim_id], site=site, at=at)
    if not found:
        raise NotFound("there is no report with the number %(number)d", number=claim_id)
    return found[0]


def of_claims(
    session: Session, claim_ids: Sequence[int], *, site: str, at: datetime
) -> dict[int, Report]:
    """Return the reports in force of these claims, by the claim's number."""
    conditions = [Publication.claim_id.in_(claim_ids), _IS_IN_FORCE]
    found = _read(session, conditions, site=site, at=at)
    return {one.record.claim_id: one for one in found if isinstance(one, Report)}


def versions(session: Session, claim_id: int, *, at: datetime) -> list[PastVersion]:
    """Return every version of a report that the public could ever see, the newest first."""
    rows = session.scalars(
        select(Publication)
        .where(
            Publication.claim_id == claim_id,
            was_seen(at),
            Publication.stage.in_(IN_FORCE),
        )
        .order_by(Publication.number.desc())
    )
    return [
        PastVersion(
            number=row.number,
            seen_from=row.visible_from,
            verdict=row.content_verdict,
            label=thaw(row.record).verdict_label,
            correction=row.correction,
            note=row.public_note,
        )
        for row in rows
    ]


def passage(session: Session, report: Report) -> list[Piece]:
    """Return the words of the claim in the sentences that they stand in, and no more."""
    record = report.record
    text = session.scalar(
        select(ArticleVersion.text).where(
            ArticleVersion.article_id == record.article_id,
            ArticleVersion.number == record.article_version,
        )
    )
    return excerpt(text or "", record.content_spans)


def newest(
    session: Session,
    *,
    site: str,
    at: datetime,
    verdict: ContentVerdict | None = None,
    speaker_id: int | None = None,
    after: int | None = None,
    limit: int = REPORTS_A_PAGE,
) -> ReportPage:
    """Return a page of the reports in force, the newest first, starting behind a report."""
    conditions: list[ColumnElement[bool]] = [_IS_IN_FORCE]
    if verdict is not None:
        conditions.append(Publication.content_verdict == verdict)
    if speaker_id is not None:
        conditions.append(Canonical.id == speaker_id)
    keys = (Publication.first_published_at, Publication.claim_id)
    return _page(session, conditions, keys, site=site, at=at, after=after, limit=limit)


def corrections(
    session: Session,
    *,
    site: str,
    at: datetime,
    after: int | None = None,
    limit: int = REPORTS_A_PAGE,
) -> ReportPage:
    """Return a page of what was corrected and retracted, the newest first."""
    keys = (Publication.visible_from, Publication.claim_id)
    return _page(session, [_IS_CORRECTION], keys, site=site, at=at, after=after, limit=limit)


def of_article(session: Session, article_id: int, *, site: str, at: datetime) -> list[Report]:
    """Return the reports in force on an article in reading order, or raise NotFound."""
    conditions = [Publication.article_id == article_id, _IS_IN_FORCE]
    order = (Publication.position, Publication.claim_id)
    found = _read(session, conditions, order, site=site, at=at)
    if not found:
        raise NotFound(
            "there is no report on an article with the number %(number)d", number=article_id
        )
    return [entry for entry in found if isinstance(entry, Report)]


def speakers(session: Session, *, at: datetime) -> list[tuple[int, str, int]]:
    """Return number, name and reports of the speakers with most of them, by name."""
    # Counted by speaker before anything is joined: there are far fewer speakers than reports.
    part = (
        select(Publication.speaker_id, func.count().label("number"))
        .where(Publication.speaker_id.is_not(None), _IS_IN_FORCE, is_seen(at))
        .group_by(Publication.speaker_id)
        .subquery()
    )
    total = func.sum(part.c.number)
    rows = session.execute(
        select(Canonical.id, Canonical.name, total)
        .select_from(part)
        .join(Speaker, Speaker.id == part.c.speaker_id)
        .join(Canonical, func.coalesce(Speaker.canonical_id, Speaker.id) == Canonical.id)
        .group_by(Canonical.id, Canonical.name)
        .order_by(total.desc(), Canonical.name)
        .limit(FACET_SIZE)
    )
    return sorted(
        ((row[0], row[1], int(row[2])) for row in rows), key=lambda one: one[1].casefold()
    )


def addresses(
    session: Session, *, site: str, at: datetime
) -> Iterator[tuple[str, datetime | None]]:
    """Yield the address of each report in force and when it last changed, the newest first."""
    columns: tuple[Any, ...] = (Publication.claim_id, Claim.public_url, Publication.visible_from)
    rows = session.execute(
        _seen(select(*columns), at)
        .where(_IS_IN_FORCE)
        .order_by(Publication.first_published_at.desc(), Publication.claim_id.desc())
        .limit(MOST_ADDRESSES)
    )
    for number, own, changed in rows:
        yield own or page_address(number, site), changed


def _seen(statement: Select[Any], at: datetime) -> Select[Any]:
    """Ask for what the public sees, with the speaker after merges."""
    return (
        statement.select_from(Publication)
        .join(Claim, Publication.claim_id == Claim.id)
        .outerjoin(Speaker, Publication.speaker_id == Speaker.id)
        .outerjoin(Canonical, func.coalesce(Speaker.canonical_id, Speaker.id) == Canonical.id)
        .where(is_seen(at))
    )


def _page(
    session: Session,
    conditions: list[ColumnElement[bool]],
    keys: tuple[Any, ...],
    *,
    site: str,
    at: datetime,
    after: int | None,
    limit: int,
) -> ReportPage:
    if after is not None:
        conditions = [*conditions, tuple_(*keys) < _mark(session, after, keys, at=at)]
    order = [key.desc() for key in keys]
    found = _read(session, conditions, order, site=site, at=at, limit=limit + 1)
    shown = found[:limit]
    return ReportPage(shown, _number(shown[-1]) if len(found) > limit else None)


def _mark(
    session: Session, claim_id: int, keys: tuple[Any, ...], *, at: datetime
) -> tuple[Any, ...]:
    """Return where a report stands in the order; a retraction must not break the way on."""
    wanted = _seen(select(*keys), at).where(Publication.claim_id == claim_id)
    row = session.execute(wanted).one_or_none()
    if row is None:
        raise NotFound("there is no report with the number %(number)d", number=claim_id)
    return tuple(row)


def _number(entry: Entry) -> int:
    return entry.record.claim_id if isinstance(entry, Report) else entry.claim_id


def _read(
    session: Session,
    conditions: Sequence[ColumnElement[bool]],
    order: Sequence[Any] = (),
    *,
    site: str,
    at: datetime,
    limit: int = MOST_ON_ARTICLE,
) -> list[Entry]:
    columns: tuple[Any, ...] = (Publication, Canonical.id, Claim.public_url)
    rows = session.execute(
        _seen(select(*columns), at).where(*conditions).order_by(*order).limit(limit)
    )
    return [
        _entry(version, speaker_id, address or page_address(version.claim_id, site))
        for version, speaker_id, address in rows
    ]


def _entry(version: Publication, speaker_id: int | None, address: str) -> Entry:
    note = version.public_note
    if version.stage not in IN_FORCE:
        published, gone = version.first_published_at, version.visible_from
        return Tombstone(version.claim_id, published, gone, note)
    return Report(replace(thaw(version.record), public_url=address), speaker_id, note)
