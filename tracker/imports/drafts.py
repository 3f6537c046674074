"""What a file says, row by row, before anything is looked up or stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.domain.errors import TrackerError
from tracker.domain.messages import Message


class UnreadableFile(TrackerError):
    """The file as a whole cannot be imported; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Rating:
    """A verdict in its publisher's own words, and the place on the publisher's scale."""

    label: str = ""
    value: float | None = None
    best: float | None = None
    worst: float | None = None
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """A fact check of another publisher."""

    line: int
    source: str
    external_id: str
    claim_text: str
    publisher: str
    rating: Rating = Rating()
    claimant: str | None = None
    claimed_on: date | None = None
    url: str | None = None
    headline: str | None = None
    language: str | None = None
    reviewed_on: date | None = None
    appearances: tuple[str, ...] = ()
    is_withdrawn: bool = False
    #: What was odd and how it was read.
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A row of one of our own exports, as it came back: values by column."""

    line: int
    claim_id: int
    values: Mapping[str, Any]
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Selector:
    """Where words stand in a text: the words with their surroundings, the position, or both."""

    exact: str | None = None
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class AnnotationDraft:
    """An annotation of a text: where, and what it says."""

    line: int
    external_id: str
    #: The address of the annotated page.
    source: str
    selectors: tuple[Selector, ...]
    wording: str = ""
    speaker: str | None = None
    note: str = ""
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot be used, and why."""

    line: int
    message: str


Draft = ReviewDraft | ClaimRow | AnnotationDraft | Refusal


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that a file says: its drafts in their order, and remarks on the whole."""

    format_name: str
    drafts: tuple[Draft, ...]
    remarks: tuple[str, ...] = field(default=())
