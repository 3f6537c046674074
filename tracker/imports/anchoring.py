"""Where an annotation's words stand in a text, or the reason why nobody can tell.

The weights are those of Hypothes.is (quote 50, prefix 20, suffix 20, position 2); unlike there, a
place is accepted only if it scores 0.85 or more and 0.05 more than any other. A position at which
the quote stands to the letter settles which of several equal quotes is meant.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz

from tracker.domain.messages import Message
from tracker.imports.drafts import Selector

LEAST_SCORE, LEAST_MARGIN = 0.85, 0.05
_QUOTE, _SURROUNDINGS, _POSITION, _SETTLED = 50, 20, 2, 20
_MOST_PLACES = 50
#: A longer quote is found by the letter only: fuzzy search takes the product of both lengths.
_LONGEST_FUZZY = 2_000


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the text that may be meant, half open, and how well it fits, 0 to 1."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Orphan:
    """The words have no certain place in the text; the reason says why."""

    reason: str


def anchor(text: str, selector: Selector) -> Place | Orphan:
    """Return the one place that the selector can mean in the text, or why there is none."""
    if selector.exact is None or not selector.exact.strip():
        return _by_position(text, selector)
    places = sorted(_places(text, selector), key=lambda place: -place.score)
    if not places or places[0].score < LEAST_SCORE:
        best = round(100 * places[0].score) if places else 0
        return Orphan(
            Message("its words are not in the text (the best place fits to %(best)s %%)", best=best)
        )
    if len(places) > 1 and places[0].score - places[1].score < LEAST_MARGIN:
        return Orphan(
            Message("its words stand in the text %(count)s times, and fit alike", count=len(places))
        )
    return places[0]


def _by_position(text: str, selector: Selector) -> Place | Orphan:
    if selector.start is None or selector.end is None or selector.end > len(text):
        return Orphan("its position lies outside the text")
    return Place(selector.start, selector.end, 1.0)


def _places(text: str, selector: Selector) -> Iterator[Place]:
    exact = selector.exact or ""
    found = list(islice(_literal(text, exact), _MOST_PLACES))
    stretches = [(start, start + len(exact), 1.0) for start in found] or list(_alike(text, exact))
    for start, end, quote in stretches:
        yield Place(start, end, _score(text, selector, (start, end), quote))


def _literal(text: str, exact: str) -> Iterator[int]:
    start = text.find(exact)
    while start >= 0:
        yield start
        start = text.find(exact, start + 1)


def _alike(text: str, exact: str) -> Iterator[tuple[int, int, float]]:
    """Yield the two places that are most like the quote, apart from each other."""
    if len(exact) > _LONGEST_FUZZY or len(exact) > len(text):
        return
    rest = text
    for _which in range(2):
        found = fuzz.partial_ratio_alignment(exact, rest)
        if found is None or found.dest_end <= found.dest_start:
            return
        yield found.dest_start, found.dest_end, found.score / 100
        # NUL stands in no article, so the place is out of the running, and offsets stay.
        width = found.dest_end - found.dest_start
        rest = f"{rest[: found.dest_start]}{chr(0) * width}{rest[found.dest_end :]}"


def _score(text: str, selector: Selector, stretch: tuple[int, int], quote: float) -> float:
    start, end = stretch
    parts = [(quote, _QUOTE)]
    if selector.prefix:
        before = text[max(0, start - len(selector.prefix)) : start]
        parts.append((fuzz.ratio(before, selector.prefix) / 100, _SURROUNDINGS))
    if selector.suffix:
        after = text[end : end + len(selector.suffix)]
        parts.append((fuzz.ratio(after, selector.suffix) / 100, _SURROUNDINGS))
    if selector.start is not None:
        parts.append(_nearness(text, selector, start))
    return sum(score * weight for score, weight in parts) / sum(weight for _, weight in parts)


def _nearness(text: str, selector: Selector, start: int) -> tuple[float, int]:
    """Score the position: it settles everything where the quote stands there to the letter."""
    given = selector.start or 0
    if selector.exact and text.startswith(selector.exact, given):
        return float(start == given), _SETTLED
    return 1 - min(1.0, abs(start - given) / max(1, len(text))), _POSITION
