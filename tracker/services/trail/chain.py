"""The chain of seals that binds the history, verified row by row in constant memory.

It reads the stored texts as they are and knows no models: a million events take seconds.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from tracker.domain.hashing import GENESIS, first_seal
from tracker.services.trail import chain_rows
from tracker.services.trail.chain_rows import ERASED, MEMBER_ERASED, Link

#: So many events are read by one statement, and so many of them are in Python at a time: few
#: enough for the processor's own memory.
PART, ROWS = 5000, 100


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

    def note(self, link: Link) -> None:
        """Remember what an event lacks, or what it tells of an erasure."""
        if link.is_name_erased:
            self.nameless.setdefault(link.actor_id or 0, link.id)
        if link.is_words_erased:
            self.wordless.add(link.id)
        elif link.action in ERASED:
            if link.action == MEMBER_ERASED:
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
        goal = None if most is None else self.count + most
        at_end = False
        while not at_end and self.count != goal and self.broken is None:
            part = PART if goal is None else min(PART, goal - self.count)
            before = self.count
            self._read(session, part)
            at_end = self.count - before < part
        if at_end and self.broken is None:
            self.broken = self._missed(session)
        return at_end or self.broken is not None

    def _read(self, session: Session, part: int) -> None:
        """Verify the next events, as the driver hands them out: a row of ours costs too much."""
        cursor = session.connection().execute(chain_rows.every(session, self.last_id, part)).cursor
        while cursor is not None and (rows := cursor.fetchmany(ROWS)):
            self._take(session, rows)
            if self.broken is not None:
                return

    def _missed(self, session: Session) -> Broken | None:
        """Tell what only the end of the walk shows: words blanked unsaid, and a lost end."""
        untold = self.erasures.untold()
        if untold is not None:
            return Broken(untold, "its words were erased, and no event says by whom")
        if chain_rows.last_given(session) > self.last_id:
            return Broken(self.last_id + 1, "the history ends before it, and it was here once")
        return None

    def _take(self, session: Session, rows: Sequence[Any]) -> None:
        """Verify some rows, with no call but the hashes: it runs a million times.

        The frame holds both digests as they are stored and is sealed with them, so that its two
        ends tell whether the event before is the right one, and the digests are of these words.
        """
        head, anchor = self.head.encode(), self.anchor
        for event_id, special, name, words, frame, seal in rows:
            digests = f"\n{sha256(name).hexdigest()}\n{sha256(words).hexdigest()}".encode()
            if special:
                self.broken = self._take_special(session, event_id)
                if self.broken is not None:
                    return
            elif not frame.startswith(head):
                self.broken = Broken(event_id, _MISSING)
                return
            elif not frame.endswith(digests) or sha256(frame).hexdigest() != seal:
                self.broken = Broken(event_id, _CHANGED)
                return
            self.count, self.last_id, self.head = self.count + 1, event_id, seal
            head = seal.encode()
            if seal == anchor:
                self.saw_anchor = True

    def _take_special(self, session: Session, event_id: int) -> Broken | None:
        """Verify an event of the earlier form, one that was erased, or one that erases."""
        link = chain_rows.link(session, event_id)
        if link.previous_hash != self.head:
            return Broken(event_id, _MISSING)
        if not (_old_holds(link) if link.seal_version == 1 else _holds(link)):
            return Broken(event_id, _CHANGED)
        self.erased += link.is_name_erased or link.is_words_erased
        self.erasures.note(link)
        return None


_MISSING = "an event before it is missing or was put in later"
_CHANGED = "its words were changed"


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
