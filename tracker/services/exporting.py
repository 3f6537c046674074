"""One export from the database to a stream, for the pages, the worker and the command line."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.config import Settings
from tracker.domain.commands import Selection
from tracker.domain.records import ClaimRecord
from tracker.exports import ExportContext, ExportFormat, ExportSummary
from tracker.models import Claim
from tracker.services import publishing
from tracker.services.conditions import narrow

#: Called now and then with how many claims have been read.
Progress = Callable[[int], None]
#: As the rule of reports says it, too.
NOT_PUBLISHED = "not published"
#: Progress is told after so many claims.
_STEP = 500


def count(session: Session, selection: Selection) -> int:
    """Return how many claims a selection holds, however many there are."""
    return session.scalar(narrow(select(func.count(Claim.id)), selection)) or 0


def context(
    session: Session,
    settings: Settings,
    *,
    internal: bool = False,
    byte_order_mark: bool = False,
) -> ExportContext:
    """Return what the writers are told, dated by the newsroom's state, so that its bytes are."""
    dated = publishing.context(settings, at=publishing.as_of(session))
    return replace(dated, internal=internal, byte_order_mark=byte_order_mark)


def write(
    session: Session,
    format_: ExportFormat,
    selection: Selection,
    out: BinaryIO,
    *,
    context: ExportContext,
    at: datetime,
    progress: Progress | None = None,
) -> ExportSummary:
    """Write a selection in a format; ``at`` is the moment at which the public sees a report."""
    records = leaving(session, format_, selection, site=context.base_url, at=at)
    if progress is not None:
        records = _telling(records, progress)
    summary = format_.write(records, out, context=context)
    return _with_the_unpublished(session, selection, summary) if format_.published_only else summary


def _with_the_unpublished(
    session: Session, selection: Selection, summary: ExportSummary
) -> ExportSummary:
    """Count what was not read since it is not out, so that nobody takes it for lost."""
    unread = count(session, selection) - summary.written - summary.left_out_total
    if unread <= 0:
        return summary
    return replace(summary, left_out=Counter(summary.left_out) + Counter({NOT_PUBLISHED: unread}))


def leaving(
    session: Session, format_: ExportFormat, selection: Selection, *, site: str, at: datetime
) -> Iterable[ClaimRecord]:
    """Return the records for a format: for the public those that are out, else as work stands.

    A report that is being worked on again leaves as it was published, and what is under embargo
    not at all.
    """
    if format_.published_only:
        return publishing.published(session, selection, site=site, at=at)
    return publishing.records(session, selection, site=site)


def _telling(records: Iterable[ClaimRecord], progress: Progress) -> Iterator[ClaimRecord]:
    for number, record in enumerate(records):
        if number % _STEP == 0:
            progress(number)
        yield record
