"""What an import would do with each row: planned by looking only, so that it can be shown first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tracker.domain.folding import fold
from tracker.domain.messages import Message
from tracker.domain.vocabulary import ContentVerdict, Word
from tracker.imports import Draft, Rating

Changes = Mapping[str, tuple[Any, Any]]
#: Which rating is meant: its publisher and its label, both folded.
RatingKey = tuple[str, str]
Meanings = Mapping[RatingKey, ContentVerdict]

LONGEST_TITLE = 160


class Outcome(Word):
    """What becomes of a row."""

    ADD = "add", "Added"
    UPDATE = "update", "Updated"
    SKIP = "skip", "Unchanged"
    CONFLICT = "conflict"
    ORPHAN = "orphan", "No place in the text"
    REFUSE = "refuse", "Refused"


#: A row of these keeps an all-or-nothing import from happening.
BAD = frozenset({Outcome.CONFLICT, Outcome.ORPHAN, Outcome.REFUSE})


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """The file as it came, by name and by the hash of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row, what becomes of it and why."""

    line: int
    outcome: Outcome
    title: str
    messages: tuple[str, ...] = ()
    changes: Changes = field(default_factory=dict)
    #: The record that it is about, where there is one: its kind and number.
    subject: tuple[str, int] | None = None
    draft: Draft | None = None


@dataclass(frozen=True, slots=True)
class ForeignRating:
    """A rating of another publisher in the file, and what it is taken to mean here."""

    key: RatingKey
    publisher: str
    label: str
    meaning: ContentVerdict
    #: True where somebody here decided, and not the list of known ratings.
    is_decided: bool
    count: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What would become of a whole file."""

    rows: tuple[PlannedRow, ...]
    ratings: tuple[ForeignRating, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def counts(self) -> Counter[Outcome]:
        """Return how many rows come to each outcome."""
        return Counter(row.outcome for row in self.rows)

    @property
    def bad(self) -> int:
        """Return how many rows cannot be imported."""
        return sum(row.outcome in BAD for row in self.rows)

    @property
    def good(self) -> int:
        """Return how many rows would change something."""
        counts = self.counts
        return counts[Outcome.ADD] + counts[Outcome.UPDATE]


def rating_key(publisher: str, rating: Rating) -> RatingKey:
    """Return by what a rating is remembered."""
    return fold(publisher), fold(rating.label)


def title_of(words: str) -> str:
    """Return the words as the title of a row."""
    return words if len(words) <= LONGEST_TITLE else f"{words[: LONGEST_TITLE - 1]}…"


def both_versions(changes: Changes) -> tuple[str, ...]:
    """Say for each field what stands here and what the file says."""
    return tuple(
        Message(
            "%(name)s: here “%(here)s”, in the file “%(there)s”",
            name=name.replace("_", " "),
            here=said(here),
            there=said(there),
        )
        for name, (here, there) in changes.items()
    )


def said(value: Any) -> str:
    """Return a value in words."""
    if value is None or value == "":
        return "–"
    if isinstance(value, Word):
        return value.label
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(said, value)) or "–"
    return title_of(str(value))
