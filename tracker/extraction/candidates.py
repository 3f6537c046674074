"""What extraction hands out: frozen values, with offsets into the text as it was read."""

from dataclasses import dataclass
from typing import TypedDict


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A stretch of the text: code points, half open, so that `text[start:end]` is its wording."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a span that holds nothing."""
        if not 0 <= self.start < self.end:
            msg = f"not a span: {self.start} to {self.end}"
            raise ValueError(msg)

    def cut(self, text: str) -> str:
        """Return the wording of the span."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: "Span") -> bool:
        """Say whether the other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class RawAttribution:
    """What a heart finds: who (source), how (cue), what (content), nothing resolved yet."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    confidence: float = 0.5
    statement: bool = True
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom a statement is attributed to, as far as the article itself says."""

    name: str
    kind: str
    role: str | None = None

    def to_json(self) -> "SpeakerJson":
        """Return the speaker as plain strings."""
        return {"name": self.name, "kind": self.kind, "role": self.role}


class SpeakerJson(TypedDict):
    """The JSON of a speaker."""

    name: str
    kind: str
    role: str | None


class AttributionJson(TypedDict):
    """The JSON of an attribution: what the command writes and the scorer reads."""

    content: list[list[int]]
    cue: list[list[int]]
    source: list[list[int]]
    text: str
    kind: str
    statement: bool
    speech_act: str
    speaker: SpeakerJson | None
    medium: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attributed statement: the spans, and everything the article says about them."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    text: str
    kind: str
    statement: bool
    speech_act: str
    speaker: Speaker | None
    medium: str | None
    confidence: float
    reasons: tuple[str, ...] = ()

    def to_json(self) -> AttributionJson:
        """Return the attribution as plain lists, strings and numbers."""
        return {
            "content": pairs(self.content),
            "cue": pairs(self.cue),
            "source": pairs(self.source),
            "text": self.text,
            "kind": self.kind,
            "statement": self.statement,
            "speech_act": self.speech_act,
            "speaker": None if self.speaker is None else self.speaker.to_json(),
            "medium": self.medium,
            "confidence": self.confidence,
        }


def pairs(spans: tuple[Span, ...]) -> list[list[int]]:
    """Return the spans as lists of two numbers."""
    return [[span.start, span.end] for span in spans]
