"""A text laid out once for every step: its paragraphs, sentences and quotations."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tracker.extraction.candidates import Span
from tracker.extraction.quotes import Quote, find_quotes
from tracker.extraction.segments import paragraphs, sentences_in, tame


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with the sentences and the outermost quotations in it."""

    span: Span
    sentences: Sequence[Span]
    quotes: Sequence[Quote]


@dataclass(frozen=True)
class Layout:
    """A tamed text, equally long as its original, and its parts in order."""

    text: str
    paragraphs: Sequence[Paragraph]

    @cached_property
    def sentences(self) -> Sequence[Span]:
        """Return all sentences, in order."""
        return [sentence for part in self.paragraphs for sentence in part.sentences]

    @cached_property
    def quotes(self) -> Sequence[Quote]:
        """Return all outermost quotations, in order."""
        return [quote for part in self.paragraphs for quote in part.quotes]

    @cached_property
    def starts(self) -> Sequence[int]:
        """Return where each sentence begins."""
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, place: int) -> int:
        """Return the number of the sentence that a place lies in, counted from 1."""
        return bisect_right(self.starts, place)

    def quoted_at(self, place: int) -> bool:
        """Say whether a place lies inside a quotation."""
        at = bisect_right(self.quotes, place, key=lambda quote: quote.span.start)
        return at > 0 and place < self.quotes[at - 1].span.end


def lay_out(text: str) -> Layout:
    """Return the layout of a text, tamed first, with offsets that hold in the original."""
    tamed = tame(text)
    parts = [
        Paragraph(part, tuple(sentences_in(tamed, part)), tuple(find_quotes(tamed, part)))
        for part in paragraphs(tamed)
    ]
    return Layout(tamed, parts)
