"""Which source and which cue belong to which content: read the network's pointers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from tracker.extraction.decode import (
    CONTENT,
    CUE,
    SOURCE,
    Span,
    Stretch,
    best_path,
    best_tags,
    spans,
)
from tracker.extraction.encoding import Array, Encoded

CONTENT_CUE, CUE_SOURCE, CONTENT_SOURCE = range(3)
NEAR = 0.3
"""A cue that no piece points at more than this is out of the question, as is a source."""
POINTED, FADED = 0.5, 0.02
"""A source read off pointers alone gets this share of them, and each of its pieces this of the
best one's."""


FEATURES = (
    "content",
    "edges",
    "cue",
    "link",
    "source",
    "source_sure",
    "no_source",
    "no_cue",
    "pieces",
    "length",
    "statement",
)
"""What the confidence is computed from."""


class Scores(NamedTuple):
    """What the network says of one window; row and column 0 of links is its begin mark."""

    tags: Array
    statements: Array
    links: Array


@dataclass(frozen=True, slots=True)
class Settings:
    """What was chosen on held-out training articles."""

    change: float = 1.0
    """What it costs to leave a content, in nats."""
    outside: float = -0.2
    """Added to the score of the tag for outside."""
    switch: float = 4.0
    """What it costs to point at another cue within a content, in nats; 0 forbids it."""
    cue_floor: float = 0.2
    """A content whose best cue gets less stands by itself."""
    orphan_floor: float = 0.8
    """A content without a cue needs this much of a source, or is dropped."""
    by_cue: float = 0.5
    """How much the cue's pointer counts for the source, beside the content's."""
    doubtful: float = 0.15
    """What is less sure than this is left out."""
    none_bias: float = 0.0
    """Added to the share of `no source`."""


@dataclass(slots=True)
class Group:
    """One attribution in pieces, with what speaks for it."""

    contents: list[Span]
    cue: Span | None
    source: Span | None
    features: dict[str, float] = field(default_factory=dict)
    statement: float = 0.0


class Linker:
    """Reads the scores of one stretch."""

    def __init__(self, stretch: Stretch, scores: Sequence[Scores], settings: Settings) -> None:
        self.stretch, self.scores, self.settings = stretch, scores, settings
        parts = [
            score.tags[core.begin - core.first + 1 : core.end - core.first + 1]
            for core, score in zip(stretch.cores, scores, strict=True)
        ]
        self.tags = np.concatenate(parts)
        self.owner = np.repeat(np.arange(len(parts)), [len(part) for part in parts])

    def groups(self) -> list[Group]:
        """Every attribution of the stretch, in order."""
        raised = self.tags.copy()
        raised[:, 0] += self.settings.outside
        found = spans(best_tags(raised, self.settings.change), self.stretch.begin)
        cues = [span for span in found if span.role == CUE]
        sources = [span for span in found if span.role == SOURCE]
        grouped: dict[Span | None, list[tuple[Span, float]]] = defaultdict(list)
        for content in (span for span in found if span.role == CONTENT):
            for part, cue, mass in self._parts(content, cues):
                grouped[cue].append((part, mass))
        made = [self._group(held, cue, sources) for cue, held in grouped.items() if cue]
        orphans = (self._group([held], None, sources) for held in grouped[None])
        made.extend(group for group in orphans if self._stands(group))
        return sorted(made, key=lambda group: group.contents[0].begin)

    def _stands(self, group: Group) -> bool:
        return group.source is not None and group.features["source"] >= self.settings.orphan_floor

    def _parts(self, content: Span, cues: list[Span]) -> Iterator[tuple[Span, Span | None, float]]:
        """Cut a content where its pieces begin to point at another cue."""
        if not cues:
            yield content, None, 0.0
            return
        table = self._table(content, CONTENT_CUE, cues)[:, 1:]
        near = np.flatnonzero(table.max(0) > NEAR)
        if len(near) > 1 and self.settings.switch:
            path = best_path(np.log(table[:, near] + 1e-3), self.settings.switch)
            edges = [0, *(np.flatnonzero(np.diff(path)) + 1), len(path)]
        else:
            edges = [0, len(table)]
        for first, last in pairwise(edges):
            masses = table[first:last].mean(0)
            best = int(masses.argmax())
            part = Span(CONTENT, content.begin + int(first), content.begin + int(last))
            sure = masses[best] >= self.settings.cue_floor
            yield part, cues[best] if sure else None, float(masses[best])

    def _masses(self, origin: Span, kind: int, targets: list[Span]) -> Array:
        """Give the share of the pointers of a span that falls on nothing, and on each target."""
        mean: Array = self._table(origin, kind, targets).mean(0)
        return mean

    def _table(self, origin: Span, kind: int, targets: list[Span]) -> Array:
        """Give the same for every piece of the span, a row each."""
        parts = []
        for window in np.unique(self.owner[self._local(origin)]):
            core, links = self.stretch.cores[window], self.scores[window].links[kind]
            first = max(origin.begin, core.begin) - core.first + 1
            last = min(origin.end, core.end) - core.first + 1
            rows = links[first:last]
            summed = np.zeros((len(rows), rows.shape[1] + 1))
            np.cumsum(rows, axis=1, out=summed[:, 1:])
            edges = np.array([t[1:] for t in targets], dtype=np.int64).reshape(-1, 2)
            edges = (edges - core.first + 1).clip(1, core.last - core.first + 1)
            parts.append(
                np.column_stack((rows[:, :1], summed[:, edges[:, 1]] - summed[:, edges[:, 0]]))
            )
        return np.concatenate(parts)

    def _local(self, span: Span) -> slice:
        return slice(span.begin - self.stretch.begin, span.end - self.stretch.begin)

    def _group(
        self, held: list[tuple[Span, float]], cue: Span | None, sources: list[Span]
    ) -> Group:
        contents = [content for content, _ in held]
        masses = self._source_masses(contents, cue, sources)
        best = int(masses.argmax())
        source = sources[best - 1] if best else None
        if masses[best] < NEAR and (pointed := self._pointed(cue or contents[0], contents)):
            source, best = pointed, 1
            masses = self._source_masses(contents, cue, [pointed])
        features = {
            "content": min(self._sure(content) for content in contents),
            "edges": min(self._edges(content) for content in contents),
            "cue": self._sure(cue) if cue else 0.0,
            "link": min(mass for _, mass in held),
            "source": float(masses[best]),
            "source_sure": self._sure(source) if source else 0.0,
            "no_source": float(source is None),
            "no_cue": float(cue is None),
            "pieces": float(len(contents) - 1),
            "length": float(np.log(sum(c.end - c.begin for c in contents))),
        }
        spoken = self._statement([*contents, *([cue] if cue else [])])
        features["statement"] = spoken
        return Group(contents, cue, source, features, spoken)

    def _source_masses(self, contents: list[Span], cue: Span | None, sources: list[Span]) -> Array:
        sizes = [content.end - content.begin for content in contents]
        masses = sum(
            self._masses(content, CONTENT_SOURCE, sources) * size / sum(sizes)
            for content, size in zip(contents, sizes, strict=True)
        )
        if cue is not None:
            share = self.settings.by_cue
            masses = (1 - share) * masses + share * self._masses(cue, CUE_SOURCE, sources)
        result = np.asarray(masses)
        result[0] += self.settings.none_bias
        return result

    def _pointed(self, origin: Span, contents: list[Span]) -> Span | None:
        """Read a source off the pointers of a span alone, where no tagged one is pointed at.

        It lies within the stretch, and apart from what is said and from the span itself.
        """
        window = int(self.owner[self._local(origin)][0])
        core = self.stretch.cores[window]
        kind = CUE_SOURCE if origin.role == CUE else CONTENT_SOURCE
        first = max(origin.begin, core.begin) - core.first + 1
        last = min(origin.end, core.end) - core.first + 1
        shares = self.scores[window].links[kind][first:last].mean(0)
        begin = end = int(shares[1:-1].argmax()) + 1
        floor = shares[begin] * FADED
        while begin > 1 and shares[begin - 1] > floor:
            begin -= 1
        while end < len(shares) - 1 and shares[end] > floor:
            end += 1
        span = Span(SOURCE, begin - 1 + core.first, end - 1 + core.first)
        inside = self.stretch.begin <= span.begin and span.end <= self.stretch.end
        apart = all(span.end <= one.begin or one.end <= span.begin for one in (origin, *contents))
        return span if inside and apart and shares[begin:end].sum() > POINTED else None

    def _sure(self, span: Span) -> float:
        """Give the mean probability of the span's role over its pieces."""
        rows = np.exp(self.tags[self._local(span)][:, 2 * span.role + 1 : 2 * span.role + 3])
        return float(rows.sum(1).mean())

    def _edges(self, span: Span) -> float:
        """Give the probability that the span begins and ends where it does."""
        local = self._local(span)
        inside = 2 * span.role + 2
        opens = float(np.exp(self.tags[local.start, inside - 1]))
        after = self.tags[local.stop, inside] if local.stop < len(self.tags) else -20.0
        return opens * (1.0 - float(np.exp(after)))

    def _statement(self, held: list[Span]) -> float:
        values = []
        for span in held:
            for window in np.unique(self.owner[self._local(span)]):
                core = self.stretch.cores[window]
                first = max(span.begin, core.begin) - core.first + 1
                last = min(span.end, core.end) - core.first + 1
                values.append(float(self.scores[window].statements[first:last].mean()))
        return sum(values) / len(values)


def offsets(pieces: Encoded, held: Sequence[Span]) -> tuple[tuple[int, int], ...]:
    """Give the spans as code points of the text."""
    return tuple((int(pieces.start[s.begin]), int(pieces.end[s.end - 1])) for s in held)
