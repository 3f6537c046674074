"""What a reader hands back, what it may cost, and how it refuses."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.errors import TrackerError


class UnreadableDocument(TrackerError, ValueError):
    """The document cannot be read; the message says why and, where possible, what to do."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one document may cost before it is refused."""

    file_bytes: int = 20_000_000
    #: Unicode code points of the cleaned text.
    text_characters: int = 1_000_000
    pages: int = 500
    unpacked_bytes: int = 100_000_000
    archive_entries: int = 1_000
    #: Unpacked over packed size; checked only above a megabyte, since small XML packs well.
    compression_ratio: int = 200
    memory_bytes: int = 1_000_000_000
    cpu_seconds: int = 10
    wall_seconds: float = 20.0


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes to read, with what the sender said about them."""

    content: bytes
    charset: str | None = None
    url: str | None = None
    limits: Limits = DEFAULT_LIMITS


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: its text and the facts it states; None where it states none."""

    text: str
    title: str | None = None
    outlet: str | None = None
    outlet_domain: str | None = None
    byline: str | None = None
    published_on: date | None = None
    #: ISO 639 code; recognised from the text where the document does not state it.
    language: str | None = None
    canonical_url: str | None = None
    media_type: str = "text/plain"
    encoding: str | None = None
    #: Sentences for the person who checks the form before saving.
    warnings: tuple[str, ...] = ()
