"""What people were told was saved, and whether the newsroom still has it.

After the list-append histories of Elle (Kingsbury and Alvaro, VLDB 2020): everybody appends words
that nobody else writes to the notes of the same claims, so from what is there in the end, and from
what each read on the way, it shows whether any write was lost, doubled or read in a wrong order.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models import Article, Claim, Comment, Event, ExternalReview
from tracker.services.trail import history

#: Articles that were there before anybody worked have other headlines.
BROUGHT_IN = "Brought in by "


@dataclass(frozen=True)
class Reading:
    """A note as somebody saw it, at a version of its claim."""

    who: str
    claim_id: int
    version: int
    words: tuple[str, ...]


@dataclass
class Promises:
    """What may stand somewhere, for it was sent; and what must, for somebody was told so."""

    tried: set[str] = field(default_factory=set)
    saved: set[str] = field(default_factory=set)

    def faults(self, name: str, found: Iterable[str]) -> Iterator[str]:
        """Yield what was promised and is lost, what stands there twice, what nobody sent."""
        counts = Counter(found)
        for word in sorted(self.saved - counts.keys()):
            yield f"{name}: {word!r} was promised and is lost"
        for word, count in counts.items():
            if count > 1:
                yield f"{name}: {word!r} stands there {count} times"
            if word not in self.tried:
                yield f"{name}: nobody ever sent {word!r}"


@dataclass
class Ledger:
    """Everything that was tried, and how it was answered; threads write to it at once."""

    notes: Promises = field(default_factory=Promises)
    comments: Promises = field(default_factory=Promises)
    #: By headline.
    articles: Promises = field(default_factory=Promises)
    #: Checks of other publishers, by address.
    checks: Promises = field(default_factory=Promises)
    #: Claims that were accepted, by number.
    moves: Promises = field(default_factory=Promises)
    readings: list[Reading] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    conflicts: int = 0

    def faults(self, session: Session) -> Iterator[str]:
        """Yield what the database and the history of events have against it."""
        claims = session.scalars(select(Claim).where(Claim.note != "")).all()
        words = [spot(claim.id, word) for claim in claims for word in claim.note.split()]
        yield from self.notes.faults("notes", words)
        for claim in claims:
            yield from _event_faults(session, claim)
            yield from self._reading_faults(claim)
        yield from self._other_faults(session)
        _count, broken = history.verify(session)
        if broken is not None:
            yield f"the chain of events does not hold: {broken}"

    def _reading_faults(self, claim: Claim) -> Iterator[str]:
        words = claim.note.split()
        seen: dict[str, int] = {}
        for reading in [one for one in self.readings if one.claim_id == claim.id]:
            if list(reading.words) != words[: len(reading.words)]:
                yield f"{reading.who} read of claim {claim.id} what no longer stands there"
            if reading.version < seen.get(reading.who, 0):
                yield f"{reading.who} read an older version of claim {claim.id} after a newer one"
            seen[reading.who] = reading.version

    def _other_faults(self, session: Session) -> Iterator[str]:
        rows = session.execute(select(Comment.claim_id, Comment.words))
        yield from self.comments.faults("comments", [spot(*row) for row in rows])
        titles = select(Article.title).where(Article.title.startswith(BROUGHT_IN))
        yield from self.articles.faults("articles", session.scalars(titles))
        yield from self.checks.faults("checks", session.scalars(select(ExternalReview.url)))
        moved = select(Event.subject_id).where(Event.action == "claim.moved")
        yield from self.moves.faults("moves", map(str, session.scalars(moved)))


def spot(claim_id: int, words: str) -> str:
    """Return the name of words at a claim."""
    return f"{claim_id}: {words}"


def _event_faults(session: Session, claim: Claim) -> Iterator[str]:
    """Hold the events of a note against the note: each adds one word to what the last one left."""
    events = session.scalars(
        select(Event)
        .where(Event.subject == "claim", Event.subject_id == claim.id)
        .order_by(Event.id)
    )
    stands: Sequence[str] = ()
    for old, new in [one.changes["note"] for one in events if "note" in one.changes]:
        before, after = (old or "").split(), new.split()
        if before != list(stands) or after[:-1] != before:
            yield f"an event of claim {claim.id} adds to a note that did not stand there"
        stands = after
    if list(stands) != claim.note.split():
        yield f"the events of claim {claim.id} do not lead to its note"
