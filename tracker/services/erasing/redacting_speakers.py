"""A speaker erased: the name and all that is kept of the person; what was said stays said."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from tracker.domain.freezing import freeze, thaw
from tracker.models import Base, Claim, Publication, Speaker
from tracker.services.erasing import redacting
from tracker.services.erasing.redacting import Traces

#: What stands where a name was erased.
NAME = "Erased person"


def records_of(session: Session, speaker: Speaker) -> Sequence[Speaker]:
    """Return the record with all that are merged into it, and those that it is merged into."""
    numbers = {speaker.id}
    while True:
        near = session.scalars(
            select(Speaker).where(or_(Speaker.id.in_(numbers), Speaker.merged_into_id.in_(numbers)))
        ).all()
        found = {one.id for one in near} | {one.merged_into_id or one.id for one in near}
        if found == numbers:
            return near
        numbers = found


def erase_speaker(
    session: Session, speaker: Speaker, traces: Traces, *, at: datetime
) -> list[tuple[str, int]]:
    """Empty the records of a speaker, and return them as the history names them."""
    records = records_of(session, speaker)
    numbers = [one.id for one in records]
    for one in records:
        one.name, one.description, one.same_as, one.erased_at = NAME, "", None, at
        one.aliases.clear()
        one.roles.clear()
    session.flush()
    said = Claim.speaker_id.in_(numbers)
    traces.claims |= set(session.scalars(select(Claim.id).where(said)))
    table = Base.metadata.tables["claim"]
    session.execute(
        update(table)
        .where(table.c.speaker_id.in_(numbers), table.c.role_as_stated.is_not(None))
        .values(role_as_stated=None, edit_number=table.c.edit_number + 1)
    )
    _redact_reports(session, numbers, at=at)
    session.expire_all()
    return [("speaker", number) for number in numbers]


def _redact_reports(session: Session, numbers: Sequence[int], *, at: datetime) -> None:
    """Take the person out of the reports on what they said; the words follow with the rest."""
    mine = select(Publication.id, Publication.record).where(Publication.speaker_id.in_(numbers))
    for number, record in session.execute(mine).all():
        known = replace(thaw(record), speaker=NAME, speaker_same_as=None, role_as_stated=None)
        redacting.write_report(session, number, freeze(known), at=at)
