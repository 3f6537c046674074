"""Published reports found by their words, for programs that look whether a claim was checked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from tracker.domain.commands import Selection
from tracker.domain.searching import fits
from tracker.models import Claim
from tracker.services.listing.conditions import conditions
from tracker.services.reporting import reports
from tracker.services.reporting.reports import Report

#: More candidates than this are not looked at for one page.
MOST_LOOKED_AT = 1_200
READ_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words, a language, and how old the newer of the two days may be."""

    text: str = ""
    language: str | None = None
    max_age_days: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of reports, and the claim that the next page starts behind.

    A page may hold fewer than asked for, and even none, while there is a next one.
    """

    reports: list[Report]
    next: int | None


def search(
    session: Session,
    wanted: Wanted,
    *,
    site: str,
    at: datetime,
    after: int | None = None,
    offset: int = 0,
    limit: int = 10,
) -> Found:
    """Return the reports in force that fit, the last published first.

    What a report says is matched, never what is being written about its claim now.
    """
    fitting: list[Report] = []
    numbers = _candidates(session, wanted, after=after)
    for report in _reports(session, numbers, site=site, at=at):
        if not _fits(report, wanted, at.date()):
            continue
        if offset:
            offset -= 1
            continue
        if len(fitting) == limit:
            return Found(fitting, fitting[-1].record.claim_id)
        fitting.append(report)
    return Found(fitting, numbers[-1] if len(numbers) == MOST_LOOKED_AT else None)


def _candidates(session: Session, wanted: Wanted, *, after: int | None) -> Sequence[int]:
    published = func.coalesce(Claim.first_published_at, Claim.created_at)
    keys = tuple_(published, Claim.id)
    statement = (
        select(Claim.id)
        .where(Claim.is_statement, *conditions(Selection(text=wanted.text)))
        .where(Claim.first_published_at.is_not(None))
        .order_by(published.desc(), Claim.id.desc())
        .limit(MOST_LOOKED_AT)
    )
    if after is not None:
        mark = session.scalar(select(published).where(Claim.id == after))
        if not isinstance(mark, datetime):
            return ()
        statement = statement.where(keys < (mark, after))
    return session.scalars(statement).all()


def _reports(
    session: Session, numbers: Sequence[int], *, site: str, at: datetime
) -> Iterator[Report]:
    for start in range(0, len(numbers), READ_AT_ONCE):
        part = numbers[start : start + READ_AT_ONCE]
        found = reports.of_claims(session, part, site=site, at=at)
        yield from (found[number] for number in part if number in found)


def _fits(report: Report, wanted: Wanted, today: date) -> bool:
    record = report.record
    if not fits(wanted.text, f"{record.wording} {record.quote} {record.speaker or ''}"):
        return False
    language = wanted.language
    if language and record.article_language.split("-")[0].lower() != language.split("-")[0].lower():
        return False
    if wanted.max_age_days is None:
        return True
    published = record.first_published_at
    days = [day for day in (record.said_on, published.date() if published else None) if day]
    return bool(days) and max(days) >= today - timedelta(days=wanted.max_age_days)
