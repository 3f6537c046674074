"""The sentences around a claim's words, which is as much of an article as a report may repeat."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.domain.commands import Stretch
from tracker.extraction import sentences

#: More than this around the words is no sentence but a text without full stops; in code points.
MOST_AROUND = 300
GAP = " […] "


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of the article, and whether they are the claim's own."""

    words: str
    is_claim: bool


def excerpt(text: str, stretches: Sequence[Stretch]) -> list[Piece]:
    """Return the sentences that hold the stretches, in order, with a mark where some are left out.

    ``stretches`` are half open, in code points of the text, in reading order.
    """
    windows = list(_windows(text, stretches))
    pieces: list[Piece] = []
    for number, window in enumerate(windows):
        if number:
            pieces.append(Piece(GAP, is_claim=False))
        pieces += _cut(text, window, stretches)
    return pieces


def _windows(text: str, stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """Yield what to show: neighbouring sentences that hold some of the words, run together."""
    held: list[Stretch] = []
    last_sentence = -2
    for number, sentence in enumerate(sentences(text)):
        inside = [one for one in stretches if _overlap(one, (sentence.start, sentence.end))]
        if not inside:
            continue
        start = _after_space(text, min(one[0] for one in inside), sentence.start)
        end = _before_space(text, max(one[1] for one in inside), sentence.end)
        if number == last_sentence + 1:
            held[-1] = (held[-1][0], end)
        else:
            held.append((start, end))
        last_sentence = number
    yield from held


def _after_space(text: str, words: int, sentence: int) -> int:
    """Return where the sentence begins, or a whole word not too far in front of the words."""
    start = words - MOST_AROUND
    if start <= sentence:
        return sentence
    return (text.find(" ", start, words) + 1) or words


def _before_space(text: str, words: int, sentence: int) -> int:
    """Return where the sentence ends, or the end of a whole word not too far behind the words."""
    end = words + MOST_AROUND
    if end >= sentence:
        return sentence
    return max(text.rfind(" ", words, end), words)


def _overlap(one: Stretch, other: Stretch) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _cut(text: str, window: Stretch, stretches: Sequence[Stretch]) -> Iterator[Piece]:
    """Yield the words of the window, cut at the edges of the stretches."""
    start, end = window
    edges = {min(max(edge, start), end) for stretch in stretches for edge in stretch}
    for left, right in pairwise(sorted(edges | {start, end})):
        is_claim = any(_overlap(stretch, (left, right)) for stretch in stretches)
        yield Piece(text[left:right], is_claim)
