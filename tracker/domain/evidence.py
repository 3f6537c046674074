"""Evidence, replies and media as values: what people ask for, and what leaves the house."""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.domain.evidence_words import (
    Authenticity,
    EvidenceKind,
    MediaKind,
    ReplyChannel,
    ReplyOutcome,
    SnapshotOrigin,
    Stance,
)


@dataclass(frozen=True, slots=True)
class EvidenceEdit:
    """All that a person may say of a piece of evidence; ``edit_number`` is None for a new one."""

    kind: EvidenceKind
    stance: Stance
    title: str
    publisher: str | None = None
    url: str | None = None
    archive_url: str | None = None
    passage: str = ""
    independence_group: str | None = None
    accessed_on: date | None = None
    valid_until: date | None = None
    note: str = ""
    #: None puts a new one last, and leaves another where it is.
    position: int | None = None
    edit_number: int | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """The bytes of a source on their way into the store, with the words that were read in them."""

    origin: SnapshotOrigin
    content: bytes
    media_type: str
    filename: str | None = None
    source_url: str | None = None
    #: None where no words can be read, as in a picture.
    text: str | None = None
    #: Where it came from in the end, if the address leads to another one.
    led_to: str | None = None


@dataclass(frozen=True, slots=True)
class ReplyEdit:
    """All that a person may say of one time somebody was asked; without a number it is new."""

    outcome: ReplyOutcome
    asked_whom: str = ""
    channel: ReplyChannel | None = None
    asked_on: date | None = None
    deadline: date | None = None
    answered_on: date | None = None
    answer: str = ""
    public_answer: str = ""
    reason: str = ""
    note: str = ""
    edit_number: int | None = None


@dataclass(frozen=True, slots=True)
class MediaEdit:
    """All that a person may say of a medium of a claim; without a number it is new."""

    kind: MediaKind
    content_url: str
    description: str = ""
    archive_url: str | None = None
    authenticity: tuple[Authenticity, ...] = ()
    original_url: str | None = None
    original_context: str = ""
    edit_number: int | None = None


@dataclass(frozen=True, slots=True)
class Support:
    """How well a claim's evidence holds: independent sources, and sources that we do not keep."""

    independent: int
    without_snapshot: int


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """One source as a report tells it; what concerns the newsroom alone is not in it."""

    number: int
    kind: EvidenceKind
    stance: Stance
    title: str
    publisher: str | None
    url: str | None
    archive_url: str | None
    passage: str
    #: Sources that share it count once.
    group: str
    accessed_on: date | None
    valid_until: date | None
    snapshot_sha256: str | None
    snapshot_taken_at: datetime | None

    @property
    def is_archived(self) -> bool:
        """Tell whether readers can still see it, or we can show it, when the source is gone."""
        return self.archive_url is not None or self.snapshot_sha256 is not None


@dataclass(frozen=True, slots=True)
class ReplyRecord:
    """One request for a reply as a report tells it."""

    outcome: ReplyOutcome
    asked_whom: str
    channel: ReplyChannel | None
    asked_on: date | None
    answered_on: date | None
    answer: str
    reason: str


@dataclass(frozen=True, slots=True)
class MediaRecord:
    """One medium of a claim as a MediaReview tells it."""

    kind: MediaKind
    description: str
    content_url: str
    archive_url: str | None
    authenticity: tuple[Authenticity, ...]
    original_url: str | None
    original_context: str
