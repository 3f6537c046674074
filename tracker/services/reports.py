"""Reports as the public reads them: what is published, and nothing of the work behind it.

Each question asks in its first statement for what is public, so a claim that nobody may see
costs, says and leaves out the same as one that does not exist.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from tracker.domain.commands import Selection
from tracker.domain.errors import NotFound
from tracker.domain.records import ClaimRecord
from tracker.domain.vocabulary import ContentVerdict, Stage, Visibility
from tracker.exports.rules import IN_FORCE, claim_of
from tracker.models import ArticleVersion, Claim
from tracker.services import publishing
from tracker.services.excerpts import Piece, excerpt
from tracker.services.finding import FACET_SIZE, Canonical, narrow

REPORTS_A_PAGE = 20
#: A sitemap may hold no more.
MOST_ADDRESSES = 50_000
#: More than anybody checks in one article.
MOST_ON_ARTICLE = 1_000

_IS_PUBLIC = Claim.visibility == Visibility.PUBLIC
_IS_IN_FORCE = and_(_IS_PUBLIC, Claim.stage.in_(IN_FORCE))
#: Putting a retracted claim away in the archive takes nothing back from the public.
_IS_RETRACTED = and_(
    _IS_PUBLIC,
    or_(
        Claim.stage == Stage.RETRACTED,
        and_(Claim.stage == Stage.ARCHIVED, Claim.stage_before_archive == Stage.RETRACTED),
    ),
)
_WAS_PUBLISHED = or_(_IS_IN_FORCE, _IS_RETRACTED)
_IS_CORRECTION = or_(_IS_RETRACTED, and_(_IS_IN_FORCE, Claim.stage == Stage.CORRECTED))


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


def find(session: Session, claim_id: int, *, site: str) -> Entry:
    """Return the report of a claim, or what is left of it; raise NotFound where none was public."""
    found = _read(session, [Claim.id == claim_id, _WAS_PUBLISHED], site=site)
    if not found:
        raise NotFound(f"there is no report with the number {claim_id}")
    return found[0]


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
    verdict: ContentVerdict | None = None,
    speaker_id: int | None = None,
    after: int | None = None,
    limit: int = REPORTS_A_PAGE,
) -> ReportPage:
    """Return a page of the reports in force, the newest first, starting behind a report."""
    conditions: list[ColumnElement[bool]] = [_IS_IN_FORCE]
    if verdict is not None:
        conditions.append(Claim.content_verdict == verdict)
    if speaker_id is not None:
        conditions.append(Canonical.id == speaker_id)
    keys = (Claim.first_published_at, Claim.id)
    return _page(session, conditions, keys, site=site, after=after, limit=limit)


def corrections(
    session: Session, *, site: str, after: int | None = None, limit: int = REPORTS_A_PAGE
) -> ReportPage:
    """Return a page of what was corrected and retracted, the newest first."""
    keys = (Claim.last_modified_at, Claim.id)
    return _page(session, [_IS_CORRECTION], keys, site=site, after=after, limit=limit)


def of_article(session: Session, article_id: int, *, site: str) -> list[Report]:
    """Return the reports in force on an article in reading order, or raise NotFound."""
    conditions = [ArticleVersion.article_id == article_id, _IS_IN_FORCE]
    found = _read(session, conditions, (Claim.position, Claim.id), site=site)
    if not found:
        raise NotFound(f"there is no report on an article with the number {article_id}")
    return [entry for entry in found if isinstance(entry, Report)]


def speakers(session: Session) -> list[tuple[int, str, int]]:
    """Return number, name and reports of the speakers with most of them, by name."""
    total = func.count()
    columns: tuple[Any, ...] = (Canonical.id, Canonical.name, total)
    rows = session.execute(
        narrow(select(*columns), Selection())
        .where(Canonical.id.is_not(None), _IS_IN_FORCE)
        .group_by(Canonical.id, Canonical.name)
        .order_by(total.desc(), Canonical.name)
        .limit(FACET_SIZE)
    )
    return sorted(((row[0], row[1], row[2]) for row in rows), key=lambda one: one[1].casefold())


def addresses(session: Session, *, site: str) -> Iterator[tuple[str, datetime | None]]:
    """Yield the address of each report in force and when it last changed, the newest first."""
    rows = session.execute(
        select(Claim.id, Claim.public_url, Claim.last_modified_at, Claim.first_published_at)
        .where(Claim.is_statement, _IS_IN_FORCE)
        .order_by(Claim.first_published_at.desc(), Claim.id.desc())
        .limit(MOST_ADDRESSES)
    )
    for number, own, changed, published in rows:
        yield own or publishing.page_address(number, site), changed or published


def _page(
    session: Session,
    conditions: list[ColumnElement[bool]],
    keys: tuple[Any, ...],
    *,
    site: str,
    after: int | None,
    limit: int,
) -> ReportPage:
    if after is not None:
        conditions = [*conditions, tuple_(*keys) < _mark(session, after, keys)]
    order = [key.desc() for key in keys]
    found = _read(session, conditions, order, site=site, limit=limit + 1)
    shown = found[:limit]
    return ReportPage(shown, _number(shown[-1]) if len(found) > limit else None)


def _mark(session: Session, claim_id: int, keys: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return where a report stands in the order; a retraction must not break the way on."""
    row = session.execute(select(*keys).where(Claim.id == claim_id, _WAS_PUBLISHED)).one_or_none()
    if row is None:
        raise NotFound(f"there is no report with the number {claim_id}")
    return tuple(row)


def _number(entry: Entry) -> int:
    return entry.record.claim_id if isinstance(entry, Report) else entry.claim_id


def _read(
    session: Session,
    conditions: Sequence[ColumnElement[bool]],
    order: Sequence[Any] = (),
    *,
    site: str,
    limit: int = MOST_ON_ARTICLE,
) -> list[Entry]:
    """Read what the conditions hold: first which, then the records, with two statements more."""
    columns: tuple[Any, ...] = (Claim.id, Canonical.id, Claim.public_note)
    rows = session.execute(
        narrow(select(*columns), Selection()).where(*conditions).order_by(*order).limit(limit)
    ).all()
    if not rows:
        return []
    wanted = Selection(claim_ids=tuple(row[0] for row in rows))
    known = {one.claim_id: one for one in publishing.records(session, wanted, site=site)}
    return [_entry(known[number], speaker_id, note) for number, speaker_id, note in rows]


def _entry(record: ClaimRecord, speaker_id: int | None, note: str) -> Entry:
    if record.stage not in IN_FORCE:
        published, changed = record.first_published_at, record.last_modified_at
        return Tombstone(record.claim_id, published, changed, note)
    return Report(replace(record, note="", assignee=None), speaker_id, note)
