"""Two records of one speaker made one, and parted again.

A merge moves no claim: it points one record to another, and ``canonical_id`` of every record
below follows to where the chain ends.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.errors import MergeRefused
from tracker.domain.vocabulary import Role
from tracker.models import Speaker
from tracker.services.editing import search_text
from tracker.services.lookup import fetch
from tracker.services.speaking.speaker_writing import record
from tracker.services.trail import history


def merge(
    session: Session, speaker_id: int, into_id: int, *, actor: Actor, at: datetime
) -> Speaker:
    """Say that one record is the same speaker as another; return where the chain ends.

    The record that was asked for is pointed to, even where that one is merged itself, so that
    each merge can be taken back alone. Raises MergeRefused for a circle.
    """
    actor.require(Role.FACT_CHECKER)
    history.take_turn(session)
    speaker, into = fetch(session, Speaker, speaker_id), fetch(session, Speaker, into_id)
    if speaker.merged_into_id is not None:
        raise MergeRefused(
            "%(name)s is merged already; take that merge back first", name=speaker.name
        )
    if into.canonical_id == speaker.id:
        raise MergeRefused(
            "%(name)s is part of %(name_2)s already, or the same record",
            name=into.name,
            name_2=speaker.name,
        )
    kept = fetch(session, Speaker, into.canonical_id or into.id)
    part = subtree(session, speaker)
    speaker.merged_into_id = into.id
    _point(session, part, kept.id)
    _record_both(session, "merged", speaker, into, actor=actor, at=at)
    search_text.refresh(session, part)
    return kept


def unmerge(session: Session, speaker_id: int, *, actor: Actor, at: datetime) -> Speaker:
    """Take a merge back: the record and all that was merged into it stand alone again."""
    actor.require(Role.FACT_CHECKER)
    history.take_turn(session)
    speaker = fetch(session, Speaker, speaker_id)
    if speaker.merged_into_id is None:
        raise MergeRefused("%(name)s is not merged into another record", name=speaker.name)
    into = fetch(session, Speaker, speaker.merged_into_id)
    speaker.merged_into_id = None
    session.flush()
    part = subtree(session, speaker)
    _point(session, part, speaker.id)
    _record_both(session, "unmerged", speaker, into, actor=actor, at=at)
    search_text.refresh(session, part)
    return speaker


def subtree(session: Session, top: Speaker) -> list[int]:
    """Return the numbers of the record and of all that are merged into it, however deep."""
    numbers, layer = [top.id], [top.id]
    while layer:
        below = select(Speaker.id).where(Speaker.merged_into_id.in_(layer))
        layer = list(session.scalars(below))
        numbers += layer
    return numbers


def _point(session: Session, numbers: Sequence[int], canonical_id: int) -> None:
    session.execute(
        update(Speaker).where(Speaker.id.in_(numbers)).values(canonical_id=canonical_id)
    )


def _record_both(
    session: Session, what: str, speaker: Speaker, into: Speaker, *, actor: Actor, at: datetime
) -> None:
    """Write the merge, or its taking back, into the history of both records."""
    joined = what == "merged"
    for one, other, field in (
        (speaker, into, "merged_into"),
        (into, speaker, "merged_from"),
    ):
        named = f"{other.name} ({other.kind.label.lower()}, no. {other.id})"
        changes = {field: (None, named) if joined else (named, None)}
        record(session, f"speaker.{what}", one, changes, actor=actor, at=at)
