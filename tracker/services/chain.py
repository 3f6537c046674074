"""The chain of seals that binds the history, verified row by row in constant memory.

It reads the stored texts as they are and knows no models: a million events take seconds.
"""

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from tracker.domain.hashing import GENESIS, first_seal

#: The event that tells of an erasure.
ERASED = "account.erased"
#: So many rows are in memory at a time.
ROWS = 5000

#: The moment and the changes as they are stored, in the words of each database.
_TEXTS = {
    "sqlite": {"at": "at", "changes": "changes"},
    "postgresql": {
        "at": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
        "changes": "changes::text",
    },
}


@dataclass(frozen=True, slots=True)
class Broken:
    """The first event that does not fit the chain, and why."""

    event_id: int
    reason: str


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


@dataclass(slots=True)
class Erasures:
    """What was erased, and what the history says was erased: the two must agree."""

    #: Each member whose name is gone, with the first event in which it is.
    nameless: dict[int, int] = field(default_factory=dict)
    wordless: set[int] = field(default_factory=set)
    told_members: set[int] = field(default_factory=set)
    told_events: set[int] = field(default_factory=set)

    def note(self, link: Link) -> None:
        """Remember what an event lacks, or what it tells of an erasure."""
        if link.is_name_erased:
            self.nameless.setdefault(link.actor_id or 0, link.id)
        if link.is_words_erased:
            self.wordless.add(link.id)
        elif link.action == ERASED:
            self.told_members.add(link.subject_id)
            self.told_events.update(json.loads(link.changes).get("events", [None, []])[1])

    def untold(self) -> int | None:
        """Return the first event that somebody blanked without a word, or None."""
        names = {first for who, first in self.nameless.items() if who not in self.told_members}
        return min((self.wordless - self.told_events) | names, default=None)


@dataclass(slots=True)
class Walk:
    """A walk along the chain: how far it came, and what it found. It can go on later."""

    count: int = 0
    #: The number and the seal of the last event that holds.
    last_id: int = 0
    head: str = GENESIS
    broken: Broken | None = None
    #: Events of which a part was erased, and so only its digest is verified.
    erased: int = 0
    #: A seal that was kept elsewhere, and whether it came by.
    anchor: str | None = None
    saw_anchor: bool = False
    erasures: Erasures = field(default_factory=Erasures)

    def go_on(self, session: Session, *, most: int | None = None) -> bool:
        """Verify the next ``most`` events, or all; tell whether the end was reached."""
        before = self.count
        statement = _every(session, most)
        with closing(session.execute(statement, {"after": self.last_id}, **_STREAMED)) as rows:
            for part in rows.partitions():
                self._take(session, part)
                if self.broken is not None:
                    return True
        at_end = most is None or self.count - before < most
        untold = self.erasures.untold() if at_end else None
        if untold is not None:
            self.broken = Broken(untold, "its words were erased, and no event says by whom")
        return at_end

    def _take(self, session: Session, rows: Sequence[Any]) -> None:
        """Verify some rows, unpacked by hand and with no call but the hashes: it runs a lot."""
        for (
            event_id, special, at, actor_id, actor, action, subject, number, changes, note,
            previous, seal, name_digest, name_salt, words_digest, words_salt,
        ) in rows:  # fmt: skip
            if special:
                self.broken = self._take_special(session, event_id)
            elif previous != self.head:
                self.broken = Broken(event_id, _MISSING)
            else:
                name = sha256(f"{name_salt}\n{actor}".encode()).hexdigest()
                words = sha256(f"{words_salt}\n{changes}\n{note}".encode()).hexdigest()
                frame = (
                    f"{previous}\n2\n{at}\n{actor_id}\n{action}\n{subject}\n{number}\n"
                    f"{name}\n{words}"
                )
                whole = name == name_digest and words == words_digest
                if not whole or sha256(frame.encode()).hexdigest() != seal:
                    self.broken = Broken(event_id, _CHANGED)
            if self.broken is not None:
                return
            self.count += 1
            self.last_id, self.head = event_id, seal
            if seal == self.anchor:
                self.saw_anchor = True

    def _take_special(self, session: Session, event_id: int) -> Broken | None:
        """Verify an event of the earlier form, one that was erased, or one that erases."""
        link = _link(session, event_id)
        if link.previous_hash != self.head:
            return Broken(event_id, _MISSING)
        if not (_old_holds(link) if link.seal_version == 1 else _holds(link)):
            return Broken(event_id, _CHANGED)
        self.erased += link.is_name_erased or link.is_words_erased
        self.erasures.note(link)
        return None


_MISSING = "an event before it is missing or was put in later"
_CHANGED = "its words were changed"
_STREAMED: dict[str, Any] = {"execution_options": {"yield_per": ROWS}}


def verify(session: Session, *, after: int = 0, anchor: str | None = None) -> Walk:
    """Walk the chain from the event behind ``after`` to the last; stop at the first that breaks.

    ``anchor`` is a seal that was kept elsewhere: whoever rewrote the history from before it
    cannot have met it, so it must come by. What stands up to ``after`` is taken on trust.
    """
    walk = Walk(anchor=anchor, last_id=after)
    if after:
        known = text("SELECT hash FROM event WHERE id = :id")
        walk.head = session.scalar(known, {"id": after}) or GENESIS
    walk.saw_anchor = walk.head == anchor
    walk.go_on(session)
    return walk


def stamp(at: datetime) -> str:
    """Write a moment as seals of version 2 hold it, which is how SQLite keeps it."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


def _every(session: Session, most: int | None) -> TextClause:
    """Return what reads the events behind ``:after``, with those that need a closer look."""
    columns = _columns(session, [name for name in Link._fields[1:12] if name != "seal_version"])
    digests = _columns(session, Link._fields[12:16])
    special = f"seal_version <> 2 OR is_name_erased OR is_words_erased OR action = '{ERASED}'"
    limit = "" if most is None else f" LIMIT {most:d}"
    return text(
        f"SELECT id, {special}, {columns}, {digests}"  # noqa: S608 - our own words
        f" FROM event WHERE id > :after ORDER BY id{limit}"
    )


def _link(session: Session, event_id: int) -> Link:
    columns = _columns(session, Link._fields)
    one = text(f"SELECT {columns} FROM event WHERE id = :id")  # noqa: S608 - our own words
    return Link._make(session.execute(one, {"id": event_id}).one())


def _columns(session: Session, names: Sequence[str]) -> str:
    told = _TEXTS[session.get_bind().dialect.name]
    return ", ".join(told.get(name, name) for name in names)


def _holds(link: Link) -> bool:
    """Check a seal of version 2, part by part; of what was erased, the digest is taken."""
    name, words = link.name_digest, link.words_digest
    if not link.is_name_erased:
        name = sha256(f"{link.name_salt}\n{link.actor_name}".encode()).hexdigest()
    if not link.is_words_erased:
        written = f"{link.words_salt}\n{link.changes}\n{link.note}"
        words = sha256(written.encode()).hexdigest()
    frame = (
        f"{link.previous_hash}\n{link.seal_version}\n{link.at}\n{link.actor_id}\n{link.action}\n"
        f"{link.subject}\n{link.subject_id}\n{name}\n{words}"
    )
    same = (name, words) == (link.name_digest, link.words_digest)
    return same and sha256(frame.encode()).hexdigest() == link.hash


def _old_holds(link: Link) -> bool:
    """Check a seal of version 1; where words were erased, only its place in the chain is left."""
    if link.is_name_erased or link.is_words_erased:
        return True
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
    return first_seal(link.previous_hash, words) == link.hash
