"""One export from the database to a stream, for the pages, the worker and the command line."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import BinaryIO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.config import Settings
from tracker.domain.commands import Selection
from tracker.domain.records import ClaimRecord
from tracker.exports import ExportContext, ExportFormat, ExportSummary
from tracker.models import Claim
from tracker.services.listing.conditions import narrow
from tracker.services.reporting import publishing

#: Called now and then with how many claims have been read.
Progress = Callable[[int], None]
#: As the rule of reports says it, too.
NOT_PUBLISHED = "not published"
_OF_SELECTION = "of the selection"
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
    if not format_.published_only:
        return format_.write(records, out, context=context)
    read = Counter[str]()
    summary = format_.write(_counted(session, selection, records, read), out, context=context)
    unread = count(session, selection) - read[_OF_SELECTION]
    return replace(summary, left_out=Counter(summary.left_out) + Counter({NOT_PUBLISHED: unread}))


def _counted(
    session: Session, selection: Selection, records: Iterable[ClaimRecord], read: Counter[str]
) -> Iterator[ClaimRecord]:
    """Yield the records; count those whose claims the selection holds as work stands, too.

    What is out can be of a claim that is worked on again, and so is not among those at the stage
    or with the verdict that was asked for: it makes up for none that is left out.
    """
    stream = iter(records)
    while batch := list(islice(stream, publishing.BATCH)):
        among = replace(selection, claim_ids=tuple(record.claim_id for record in batch))
        read[_OF_SELECTION] += count(session, among)
        yield from batch


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
