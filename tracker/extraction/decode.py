"""From scores to spans: cut a text into windows, and find the best legal tags for each piece."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tracker.extraction.encoding import LINE, PARAGRAPH, TITLE, Array, Encoded

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
SOURCE, CUE, CONTENT = range(3)

CORE = 208
"""Pieces a window answers for at most; the rest of its 254 is context."""
SHORTEST = 96
LEFT, RIGHT = 32, 14
STRETCH = 12
"""Windows that are decoded together; no span reaches over the edge of a stretch."""

_IMPOSSIBLE = -1e9


class Core(NamedTuple):
    """A window: its first and last piece, and the part of it that it answers for."""

    first: int
    begin: int
    end: int
    last: int


class Span(NamedTuple):
    """Pieces from begin to before end that play one role."""

    role: int
    begin: int
    end: int


def cores(pieces: Encoded) -> list[Core]:
    """Cut the pieces into windows, at the end of a paragraph where one is near."""
    found, begin, total = [], 0, len(pieces)
    costs = _cut_costs(pieces)
    while begin < total:
        end = total if total - begin <= CORE else _cut(costs, begin)
        found.append(Core(max(0, begin - LEFT), begin, end, min(total, end + RIGHT)))
        begin = end
    return found


def _cut_costs(pieces: Encoded) -> Array:
    """How bad it is to cut before each piece: 0 between paragraphs, 1 lines, 2 sentences, 3."""
    costs = np.full(len(pieces), 3)
    costs[(pieces.gap == 1) & (pieces.case >= TITLE) & (np.roll(pieces.case, 1) == 0)] = 2
    costs[pieces.gap == LINE] = 1
    costs[pieces.gap == PARAGRAPH] = 0
    return costs


def _cut(costs: Array, begin: int) -> int:
    """Find the last of the best places to cut between the shortest and the longest core."""
    choice = costs[begin + SHORTEST : begin + CORE + 1]
    return begin + SHORTEST + int(np.flatnonzero(choice == choice.min())[-1])


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive windows of one text, decoded together."""

    cores: tuple[Core, ...]

    @property
    def begin(self) -> int:
        """The first piece it answers for."""
        return self.cores[0].begin

    @property
    def end(self) -> int:
        """The piece after the last it answers for."""
        return self.cores[-1].end


def stretches(pieces: Encoded) -> Iterator[Stretch]:
    """Yield the windows of a text in groups."""
    windows = cores(pieces)
    for first in range(0, len(windows), STRETCH):
        yield Stretch(tuple(windows[first : first + STRETCH]))


def _transitions(change: float) -> Array:
    """Scores of tag after tag: an inside tag follows its own kind; leaving costs a little."""
    table = np.zeros((len(TAGS), len(TAGS)))
    for role in (SOURCE, CUE, CONTENT):
        begin, inside = 2 * role + 1, 2 * role + 2
        table[:, inside] = _IMPOSSIBLE
        table[[begin, inside], inside] = 0.0
        leaving = [tag for tag in range(len(TAGS)) if tag != inside]
        table[np.ix_([begin, inside], leaving)] -= change * (role == CONTENT)
    return table


def best_tags(scores: Array, change: float) -> Array:
    """Viterbi: the best sequence of tags in which no inside tag lacks its begin."""
    total = len(scores)
    table = _transitions(change)
    best = scores[0] + np.where(np.arange(len(TAGS)) % 2 == 0, _IMPOSSIBLE, 0.0)
    best[0] = scores[0][0]
    back = np.zeros((total, len(TAGS)), dtype=np.int8)
    for row in range(1, total):
        paths = best[:, None] + table
        back[row] = paths.argmax(0)
        best = paths.max(0) + scores[row]
    tags = np.zeros(total, dtype=np.int64)
    tags[-1] = int(best.argmax())
    for row in range(total - 1, 0, -1):
        tags[row - 1] = back[row, tags[row]]
    return tags


def best_path(scores: Array, switch: float) -> Array:
    """Find the best column for every row when a change of columns costs something."""
    total, back = scores[0].copy(), np.zeros(scores.shape, dtype=np.int64)
    for row in range(1, len(scores)):
        best = int(total.argmax())
        stays = total >= total[best] - switch
        back[row] = np.where(stays, np.arange(len(total)), best)
        total = np.where(stays, total, total[best] - switch) + scores[row]
    path = np.zeros(len(scores), dtype=np.int64)
    path[-1] = int(total.argmax())
    for row in range(len(scores) - 1, 0, -1):
        path[row - 1] = back[row, path[row]]
    return path


def spans(tags: Array, offset: int = 0) -> list[Span]:
    """List the runs of one role that the tags describe."""
    found: list[Span] = []
    for place, tag in enumerate(tags.tolist()):
        role, inside = (tag - 1) // 2, tag % 2 == 0
        if tag == 0:
            continue
        previous = found[-1] if found else None
        if inside and previous is not None and previous.role == role:
            found[-1] = previous._replace(end=offset + place + 1)
        else:
            found.append(Span(role, offset + place, offset + place + 1))
    return found
