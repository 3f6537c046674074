"""Places in an article's text: found by their words, moved word by word, written in addresses.

Pure: offsets are Unicode code points, half open.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from tracker.domain.commands import Stretch

#: More places than anybody would compare.
MOST_PLACES = 20

_QUOTES = "\"“”„‟«»'‘’‚‛"
_QUOTE = re.compile(f"[{_QUOTES}]")
# A mark is a step of its own, so that a quotation mark can be taken in or left out.
_STEP = re.compile(r"\w+(?:['’.,&/-]\w+)*|[^\w\s]")
_STRETCH = re.compile(r"(\d{1,9})-(\d{1,9})")
_PAUSE = ".!?…;:,—–"


class Edge(StrEnum):
    """Which end of a stretch moves."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Found:
    """A place where a passage stands, with the words around it."""

    start: int
    end: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A place between two words where a claim may be cut, and the words up to it."""

    offset: int
    words: str
    is_pause: bool


def find(text: str, passage: str, *, around: int = 60) -> list[Found]:
    """Return where the passage stands in the text, at most ``MOST_PLACES``.

    Space and the shape of quotation marks may differ: both change on the way through a clipboard.
    """
    words = [_QUOTE.sub(f"[{_QUOTES}]", re.escape(word)) for word in passage.split()]
    if not words:
        return []
    found = []
    for match in re.finditer(r"\s+".join(words), text):
        found.append(show(text, match.span(), around=around))
        if len(found) == MOST_PLACES:
            break
    return found


def show(text: str, stretch: Stretch, *, around: int = 60) -> Found:
    """Return the stretch with the whole words around it."""
    start, end = stretch
    before, after = text[max(0, start - around) : start], text[end : end + around]
    if start > around:
        before = before.partition(" ")[2] or before
    if end + around < len(text):
        after = after.rpartition(" ")[0] or after
    return Found(start, end, before, text[start:end], after)


def nearest(text: str, passage: str, to: Stretch) -> Stretch | None:
    """Return the place of the passage that lies closest to a stretch, or None."""
    places = [(place.start, place.end) for place in find(text, passage)]
    return min(places, key=lambda place: _distance(place, to), default=None)


def nudge(text: str, stretch: Stretch, edge: Edge, by: int) -> Stretch:
    """Move one end by one word, forward or back; at a limit it stays where it is."""
    start, end = stretch
    steps = list(_STEP.finditer(text, *_window(text, start if edge is Edge.START else end)))
    if edge is Edge.START:
        places = [step.start() for step in steps if step.start() < end]
        return _moved(places, start, by), end
    places = [step.end() for step in steps if step.end() > start]
    return start, _moved(places, end, by)


def snap(text: str, stretch: Stretch) -> Stretch:
    """Widen a selection to whole words and drop the space at its ends; no words, no change."""
    start, end = stretch
    touched = [
        word.span()
        for word in _STEP.finditer(text, *_window(text, start))
        if word.end() > start and word.start() < end
    ]
    last = [
        word.span()
        for word in _STEP.finditer(text, *_window(text, end))
        if word.end() > start and word.start() < end
    ]
    return (touched[0][0], last[-1][1]) if touched and last else stretch


def gaps(text: str, stretches: Sequence[Stretch]) -> list[Gap]:
    """Return the places where a claim may be cut in two, with a word on either side."""
    steps = [
        (word.start(), word.end())
        for start, end in stretches
        for word in re.compile(r"\S+").finditer(text, start, end)
    ]
    return [
        Gap(after[0], text[before[0] : before[1]], text[before[0] : before[1]][-1] in _PAUSE)
        for before, after in pairwise(steps)
    ]


def read_stretches(written: str) -> tuple[Stretch, ...]:
    """Read ``525-778,790-801`` as an address holds it; what is no stretch is left out."""
    found = (_STRETCH.fullmatch(part) for part in written.split(","))
    pairs = ((int(one[1]), int(one[2])) for one in found if one)
    return tuple((start, end) for start, end in pairs if start < end)


def write_stretches(stretches: Sequence[Stretch]) -> str:
    """Write stretches for an address; ``read_stretches`` reads them."""
    return ",".join(f"{start}-{end}" for start, end in stretches)


def _window(text: str, place: int) -> Stretch:
    # A step from here never goes further than this, however long the article.
    return max(0, place - 500), min(len(text), place + 500)


def _moved(places: Sequence[int], place: int, by: int) -> int:
    if by < 0:
        return max((one for one in places if one < place), default=place)
    return min((one for one in places if one > place), default=place)


def _distance(one: Stretch, other: Stretch) -> int:
    return max(0, one[0] - other[1], other[0] - one[1])
