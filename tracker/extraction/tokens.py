"""Words and marks of a text, and what a labelled attribution covers of them; for the scorer."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tracker.extraction.candidates import Span
from tracker.extraction.labels import Labels
from tracker.extraction.lexicon import entries
from tracker.extraction.reporting import is_reporting

_TOKEN: Final = re.compile(r"\w+|[^\w\s]")
_MARKS: Final = frozenset('"“”„«»″')
_TYPED_MARKS: Final = ("''", "``")
_APOSTROPHES: Final = frozenset("'’")
_BREAKS: Final = frozenset(",;([—―–-:")
_BREAKING_WORDS: Final = entries("scoring")["after the head"]
_EMPTY_WORDS: Final = entries("scoring")["empty"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as words and single marks, each known by its place in the row."""

    text: str
    spans: tuple[tuple[int, int], ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Tokens":
        """Part a text into its words and marks."""
        spans = tuple(match.span() for match in _TOKEN.finditer(text))
        return cls(text, spans, tuple(s for s, _ in spans), tuple(e for _, e in spans))

    def touched(self, stretches: Sequence[Span]) -> frozenset[int]:
        """Return the places of every word and mark that the stretches touch."""
        return frozenset(
            place
            for span in stretches
            for place in range(
                bisect_right(self.ends, span.start), bisect_left(self.starts, span.end)
            )
        )

    def is_word(self, place: int) -> bool:
        """Say whether a word stands there, and no mark."""
        first = self.text[self.starts[place]]
        return first.isalnum() or first == "_"

    def lower(self, place: int) -> str:
        """Return the word or mark in small letters."""
        start, end = self.spans[place]
        return self.text[start:end].lower()

    def words(self, places: frozenset[int]) -> frozenset[int]:
        """Return the places at which words stand."""
        return frozenset(filter(self.is_word, places))


@dataclass(frozen=True, slots=True)
class Marked:
    """What one attribution covers of a text."""

    tokens: Tokens
    content: frozenset[int]
    content_words: frozenset[int]
    cue: frozenset[int]
    source: frozenset[int]
    head: int | None
    kind: str
    is_statement: bool
    reference: frozenset[str]

    @classmethod
    def of(cls, tokens: Tokens, labels: Labels) -> "Marked":
        """Lay the labels of an attribution over the text."""
        content, source = tokens.touched(labels.content), tokens.touched(labels.source)
        cue = " ".join(span.cut(tokens.text) for span in labels.cue)
        return cls(
            tokens=tokens,
            content=content,
            content_words=tokens.words(content) or content,
            cue=tokens.touched(labels.cue),
            source=source,
            head=head_of(tokens, source),
            kind=kind_of(tokens.text, labels.content),
            is_statement=is_reporting(cue) if labels.cue else True,
            reference=frozenset(re.findall(r"\w+", labels.reference.lower())) - _EMPTY_WORDS,
        )

    def has_source_of(self, guess: "Marked") -> bool:
        """Say whether a prediction names the source of this label.

        A label without a source wants none, or one that shares a word with its reference.
        """
        if not self.source:
            named = {self.tokens.lower(place) for place in guess.source}
            return not guess.source or not self.reference.isdisjoint(named)
        if self.head is None or guess.head is None:
            return not self.source.isdisjoint(guess.source)
        return self.head in guess.source and guess.head in self.source


def kind_of(text: str, content: Sequence[Span]) -> str:
    """Return "direct", "mixed" or "indirect" by where the first quotation mark stands."""
    if not content:
        return "indirect"
    start = content[0].start
    # A mark right in front counts, unless it closes what stands before: an apostrophe's cousin.
    inside = (
        start > 0
        and text[start - 1] in _MARKS
        and not text[max(0, start - 2) : start - 1].isalnum()
    )
    if inside or text[start : start + 1] in _MARKS or text[start : start + 2] in _TYPED_MARKS:
        return "direct"
    is_mixed = any(not _MARKS.isdisjoint(span.cut(text)) for span in content)
    return "mixed" if is_mixed else "indirect"


def head_of(tokens: Tokens, source: frozenset[int]) -> int | None:
    """Return the last word before the first comma, preposition, pronoun, bracket or dash."""
    head: int | None = None
    places = sorted(source)
    for number, place in enumerate(places):
        word = tokens.lower(place)
        if tokens.is_word(place):
            if word in _BREAKING_WORDS and head is not None:
                break
            is_genitive = (
                word == "s" and number and tokens.lower(places[number - 1]) in _APOSTROPHES
            )
            head = head if is_genitive else place
        elif word in _BREAKS and head is not None and not _joins(tokens, source, place):
            break
    return head


def _joins(tokens: Tokens, source: frozenset[int], place: int) -> bool:
    """Say whether a hyphen stands inside a compound: its next word follows at once."""
    follows = place + 1 in source and tokens.ends[place] == tokens.starts[place + 1]
    return tokens.lower(place) == "-" and follows
