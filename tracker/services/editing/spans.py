"""Where a claim stands in a text: stretches checked, cut and kept with their surroundings."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tracker.domain.commands import Spans, Stretch
from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import ClaimKind, SpanPart
from tracker.models import ClaimSpan

#: Characters kept on either side, as the W3C TextQuoteSelector has them.
SURROUNDINGS = 32

_OPENING = "“«„"
_CLOSING = "”»"


def make(text: str, spans: Spans) -> list[ClaimSpan]:
    """Return the rows of a claim's spans, or raise InvalidEdit naming the part and the remedy."""
    if not spans.get(SpanPart.CONTENT):
        raise InvalidEdit(SpanPart.CONTENT.value, "select the words that are said")
    return [
        _row(text, part, stretch)
        for part in SpanPart
        for stretch in tidy(text, part, spans.get(part, ()))
    ]


def tidy(text: str, part: SpanPart, stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Return the pieces in reading order, without space at their ends.

    Raises InvalidEdit where a piece lies outside the text, is empty, or overlaps another.
    """
    trimmed = sorted(_trimmed(text, part, stretch) for stretch in stretches)
    for before, after in pairwise(trimmed):
        if after[0] < before[1]:
            raise InvalidEdit(part.value, "two pieces overlap; make them one")
    return tuple(trimmed)


def united(one: Sequence[Stretch], other: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Return the stretches that cover what either covers, overlapping ones made one."""
    whole: list[Stretch] = []
    for start, end in sorted({*one, *other}):
        if whole and start < whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return tuple(whole)


def without_gaps(text: str, stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Return the stretches, those made one that only space separates."""
    whole: list[Stretch] = []
    for start, end in sorted(stretches):
        if whole and not text[whole[-1][1] : start].strip():
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return tuple(whole)


def shared(one: Sequence[Stretch], other: Sequence[Stretch]) -> float:
    """Return how much of the shorter of the two lies in both, from 0 to 1."""
    both = sum(
        max(0, min(end, other_end) - max(start, other_start))
        for start, end in one
        for other_start, other_end in other
    )
    shorter = min(_length(one), _length(other))
    return both / shorter if shorter else 0.0


def divided(
    text: str, stretches: Sequence[Stretch], offset: int
) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """Return the pieces in front of the offset and those behind it, cutting one if need be.

    Raises InvalidEdit where nothing but space would be left on either side.
    """
    front = tuple((start, min(end, offset)) for start, end in stretches if start < offset)
    back = tuple((max(start, offset), end) for start, end in stretches if end > offset)
    sides = [
        tuple(piece for piece in side if text[piece[0] : piece[1]].strip())
        for side in (front, back)
    ]
    if not all(sides):
        raise InvalidEdit("offset", "choose a place inside the claim, with words on both sides")
    return sides[0], sides[1]


def kind_of(text: str, stretches: Sequence[Stretch]) -> ClaimKind:
    """Tell by the quotation marks whether the words are quoted whole, in part or not at all.

    A paragraph that ends inside a quotation closes it: newspapers open it again in the next.
    """
    quoted = set(_quoted_places(text))
    letters = [
        place for start, end in stretches for place in range(start, end) if text[place].isalnum()
    ]
    inside = sum(place in quoted for place in letters)
    if not inside:
        return ClaimKind.INDIRECT
    return ClaimKind.DIRECT if inside == len(letters) else ClaimKind.MIXED


def _trimmed(text: str, part: SpanPart, stretch: Stretch) -> Stretch:
    start, end = stretch
    if not 0 <= start < end <= len(text):
        raise InvalidEdit(
            part.value,
            "%(start)s to %(end)s is not in this text of %(size)s characters",
            start=start,
            end=end,
            size=len(text),
        )
    words = text[start:end]
    if not words.strip():
        raise InvalidEdit(part.value, "a piece holds no words; select some, or remove it")
    return end - len(words.lstrip()), start + len(words.rstrip())


def _row(text: str, part: SpanPart, stretch: Stretch) -> ClaimSpan:
    start, end = stretch
    return ClaimSpan(
        part=part,
        start=start,
        end=end,
        quote=text[start:end],
        prefix=text[max(0, start - SURROUNDINGS) : start],
        suffix=text[end : end + SURROUNDINGS],
    )


def _length(stretches: Sequence[Stretch]) -> int:
    return sum(end - start for start, end in stretches)


def _quoted_places(text: str) -> Iterator[int]:
    is_open = False
    for place, letter in enumerate(text):
        if letter in _OPENING:
            is_open = True
        elif letter in _CLOSING or (letter == "\n" and text[place : place + 2] == "\n\n"):
            is_open = False
        elif letter == '"':
            is_open = not is_open
        elif is_open:
            yield place
