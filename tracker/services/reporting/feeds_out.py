"""What the newsroom's own feeds hold: the newest reports, corrections, or those of a saved list."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from tracker.domain.commands import Selection
from tracker.domain.records import ClaimRecord
from tracker.domain.vocabulary import Stage
from tracker.models import Publication
from tracker.services.reporting import publishing
from tracker.services.reporting.publishing import is_seen

#: So many entries are in a feed; readers keep what they have read.
ENTRIES = 50


def newest(session: Session, *, site: str, at: datetime) -> Sequence[ClaimRecord]:
    """Return the reports that went out or were changed last, retracted ones among them."""
    return _read(session, [], site=site, at=at)


def corrections(session: Session, *, site: str, at: datetime) -> Sequence[ClaimRecord]:
    """Return what was corrected or retracted last."""
    changed = Publication.stage.in_((Stage.CORRECTED, Stage.RETRACTED))
    return _read(session, [changed], site=site, at=at)


def of_list(
    session: Session, selection: Selection, *, site: str, at: datetime
) -> Sequence[ClaimRecord]:
    """Return the reports on the claims of a saved list that changed last."""
    found = publishing.published(session, selection, site=site, at=at)
    return sorted(found, key=_changed, reverse=True)[:ENTRIES]


def changed_at(records: Sequence[ClaimRecord]) -> datetime | None:
    """Return when the newest of the records changed, which is when its feed did."""
    return max(map(_changed, records), default=None)


def _changed(record: ClaimRecord) -> datetime:
    return record.last_modified_at or record.first_published_at or record.updated_at


def _read(
    session: Session, conditions: list[ColumnElement[bool]], *, site: str, at: datetime
) -> Sequence[ClaimRecord]:
    order = (Publication.visible_from.desc(), Publication.claim_id.desc())
    newest_first = select(Publication.claim_id).where(is_seen(at), *conditions).order_by(*order)
    numbers = session.scalars(newest_first.limit(ENTRIES)).all()
    if not numbers:
        return []
    wanted = Selection(claim_ids=tuple(numbers))
    known = {one.claim_id: one for one in publishing.published(session, wanted, site=site, at=at)}
    return [known[number] for number in numbers if number in known]
