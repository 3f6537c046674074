"""The lines of an article on its desk: the text with its marks, and the rail beside it."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.domain.coverage import Coverage
from tracker.domain.vocabulary import SpanPart
from tracker.models import Claim
from tracker.services.covering.coverage import Sentence
from tracker.web.pages.desk_cards import marks_of
from tracker.web.texts.highlighting import Mark, Paragraph, Segment, cut, paragraphs


@dataclass(frozen=True, slots=True)
class Bar:
    """A sentence on the rail: where it lies in its paragraph, in thousandths."""

    coverage: Coverage
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Reach:
    """How far down a paragraph a claim reaches, in thousandths."""

    claim: int
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the article with its piece of the rail."""

    #: Whether it says again what stands above the text as its headline.
    repeats_title: bool
    segments: Sequence[Segment]
    bars: Sequence[Bar]
    reaches: Sequence[Reach]


def context(claim: Claim, *, marks: Iterable[Mark] | None = None) -> list[Line]:
    """Return the paragraphs in which a claim stands, with its marks or those given instead."""
    chosen = list(marks_of(claim) if marks is None else marks)
    around = marks_of(claim) + chosen
    lines = paragraphs(cut(claim.article_version.text, chosen))
    first, last = min(mark.start for mark in around), max(mark.end for mark in around)
    near = [line for line in lines if line.start < last and first < line.end]
    return lay_out(near, [])


def lay_out(
    found: Sequence[Paragraph],
    heard: Sequence[Sentence],
    *,
    title: str | None = None,
) -> list[Line]:
    """Return the paragraphs as lines, each with the sentences that were heard in it."""
    starts = [sentence.start for sentence in heard]
    return [
        Line(
            repeats_title=number == 0 and paragraph.is_plainly(title),
            segments=paragraph.segments,
            bars=[
                Bar(one.coverage, paragraph.share(one.start), paragraph.share(one.end))
                for one in heard[
                    bisect_left(starts, paragraph.start) : bisect_left(starts, paragraph.end)
                ]
            ],
            reaches=[
                Reach(mark.claim, paragraph.share(mark.start), paragraph.share(mark.end))
                for mark in dict.fromkeys(
                    mark for segment in paragraph.segments for mark in segment.marks
                )
                if mark.part is SpanPart.CONTENT
            ],
        )
        for number, paragraph in enumerate(found)
    ]
