"""The chain of seals that binds the history, verified row by row in constant memory.

It reads the stored texts as they are and knows no models: a million events take seconds.
"""

import json
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from tracker.domain.hashing import GENESIS, first_seal

#: The event that tells of an erasure.
ERASED = "account.erased"
#: So many rows are in memory at a time.
ROWS = 2000

#: The moment and the changes as they are stored, in the words of each database.
_TEXTS = {
    "sqlite": ("at", "changes"),
    "postgresql": ("to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')", "changes::text"),
}


@dataclass(frozen=True, slots=True)
class Broken:
    """The first event that does not fit the chain, and why."""

    event_id: int
    reason: str


@dataclass(slots=True)
class Erasures:
    """What was erased, and what the history says was erased: the two must agree."""

    #: Each member whose name is gone, with the first event in which it is.
    nameless: dict[int, int] = field(default_factory=dict)
    wordless: set[int] = field(default_factory=set)
    told_members: set[int] = field(default_factory=set)
    told_events: set[int] = field(default_factory=set)

    def note(self, link: "Link") -> None:
        """Remember an event of which a part was erased."""
        if link.is_name_erased:
            self.nameless.setdefault(link.actor_id or 0, link.id)
        if link.is_words_erased:
            self.wordless.add(link.id)

    def read(self, link: "Link") -> None:
        """Remember what an event tells of an erasure."""
        self.told_members.add(link.subject_id)
        self.told_events.update(json.loads(link.changes).get("events", [None, []])[1])

    def untold(self) -> int | None:
        """Return the first event that somebody blanked without a word, or None."""
        names = {first for who, first in self.nameless.items() if who not in self.told_members}
        return min((self.wordless - self.told_events) | names, default=None)


@dataclass(slots=True)
class Findings:
    """What a walk along the chain found."""

    count: int = 0
    #: The number and the seal of the last event that holds; ``GENESIS`` where there is none.
    last_id: int = 0
    head: str = GENESIS
    broken: Broken | None = None
    #: Events of which a part was erased, and so only its digest is verified.
    erased: int = 0
    #: Whether the seal that was asked for came by; None where none was.
    saw_anchor: bool | None = None


class Link(NamedTuple):
    """One event as it is stored."""

    id: int
    at: str
    actor_id: int | None
    actor_name: str
    action: str
    subject: str
    subject_id: int
    changes: str
    note: str
    previous_hash: str
    hash: str
    seal_version: int
    name_digest: str | None
    name_salt: str | None
    words_digest: str | None
    words_salt: str | None
    is_name_erased: bool
    is_words_erased: bool


def verify(session: Session, *, after: int = 0, anchor: str | None = None) -> Findings:
    """Walk the chain from the event behind ``after`` to the last; stop at the first that breaks.

    ``anchor`` is a seal that was kept elsewhere: whoever rewrote the whole history from before
    it cannot have met it, so it must come by. What stands before ``after`` is taken on trust.
    """
    found = Findings(saw_anchor=None if anchor is None else anchor == GENESIS)
    erasures = Erasures()
    _start(session, found, after)
    with closing(_walk(session, after)) as links:
        for link in links:
            reason = _reason(found.head, link)
            if reason is not None:
                found.broken = Broken(link.id, reason)
                return found
            if link.is_name_erased or link.is_words_erased:
                found.erased += 1
                erasures.note(link)
            elif link.action == ERASED:
                erasures.read(link)
            found.count += 1
            found.last_id, found.head = link.id, link.hash
            if link.hash == anchor:
                found.saw_anchor = True
    untold = erasures.untold()
    if untold is not None:
        found.broken = Broken(untold, "its words were erased, and no event says by whom")
    return found


def stamp(at: datetime) -> str:
    """Write a moment as seals of version 2 hold it, which is how SQLite keeps it."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


def _start(session: Session, found: Findings, after: int) -> None:
    if not after:
        return
    known = session.scalar(text("SELECT hash FROM event WHERE id = :id"), {"id": after})
    found.head, found.last_id = known or GENESIS, after


def _walk(session: Session, after: int) -> Generator[Link, None, None]:
    moment, changes = _TEXTS[session.get_bind().dialect.name]
    columns = ", ".join(Link._fields)
    columns = columns.replace("at,", f"{moment},", 1).replace("changes", changes, 1)
    every = text(f"SELECT {columns} FROM event WHERE id > :after ORDER BY id")  # noqa: S608 - our own words
    options = {"yield_per": ROWS}
    with closing(session.execute(every, {"after": after}, execution_options=options)) as rows:
        for part in rows.partitions():
            yield from map(Link._make, part)


def _reason(head: str, link: Link) -> str | None:
    """Say why the event does not fit behind the one before it, or return None."""
    if link.previous_hash != head:
        return "an event before it is missing or was put in later"
    if link.seal_version == 1:
        return _reason_of_old(link)
    name, words = link.name_digest, link.words_digest
    if not link.is_name_erased:
        name = sha256(f"{link.name_salt}\n{link.actor_name}".encode()).hexdigest()
    if not link.is_words_erased:
        words = sha256(f"{link.words_salt}\n{link.changes}\n{link.note}".encode()).hexdigest()
    frame = (
        f"{link.previous_hash}\n{link.seal_version}\n{link.at}\n{link.actor_id}\n{link.action}\n"
        f"{link.subject}\n{link.subject_id}\n{name}\n{words}"
    )
    whole = name == link.name_digest and words == link.words_digest
    if whole and sha256(frame.encode()).hexdigest() == link.hash:
        return None
    return "its words were changed"


def _reason_of_old(link: Link) -> str | None:
    """Check a seal of version 1; where words were erased, only its place in the chain is left."""
    if link.is_name_erased or link.is_words_erased:
        return None
    words: dict[str, Any] = {
        "at": f"{link.at.replace(' ', 'T')}+00:00",
        "actor_id": link.actor_id,
        "actor_name": link.actor_name,
        "action": link.action,
        "subject": link.subject,
        "subject_id": link.subject_id,
        "changes": json.loads(link.changes),
        "note": link.note,
    }
    holds = first_seal(link.previous_hash, words) == link.hash
    return None if holds else "its words were changed"
