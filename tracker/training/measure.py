"""Compare found attributions with labelled ones: contents half the same, source heads agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracker.extraction.tagger import RawAttribution

_WORD = re.compile(r"\w+")
_HEAD_ENDS = re.compile(
    r"\s+(?:of|for|from|in|at|on|to|with|by|who|which|that|whose|where|when|as|during|about|near"
    r"|after|before|under|over|between|among|against|into|behind)\b|[,;:(\[—–]"
)


@dataclass(frozen=True, slots=True)
class Judged:
    """One found attribution and whether a labelled one answers to it."""

    found: RawAttribution
    content_right: bool
    source_right: bool


@dataclass(slots=True)
class Tally:
    """Counts over articles."""

    gold: int = 0
    found: int = 0
    contents: int = 0
    both: int = 0

    @property
    def detection(self) -> float:
        """F1 of contents."""
        return 2 * self.contents / max(1, self.gold + self.found)

    @property
    def joint(self) -> float:
        """F1 of contents with the right source."""
        return 2 * self.both / max(1, self.gold + self.found)


def _words(text: str, spans: Sequence[Sequence[int]]) -> set[int]:
    return {m.start() + a for a, b in spans for m in _WORD.finditer(text[a:b])}


def head(text: str, spans: Sequence[Sequence[int]]) -> int | None:
    """Where the head of a source begins: its last word before a comma or a preposition."""
    if not spans:
        return None
    start, end = spans[0]
    stop = _HEAD_ENDS.search(text, start + 1, end)
    words = list(_WORD.finditer(text, start, stop.start() if stop else end))
    while len(words) > 1 and words[-1].group() == "s":
        words.pop()
    return words[-1].start() if words else None


def _source_right(text: str, gold: dict[str, Any], found: RawAttribution) -> bool:
    wanted, given = head(text, gold["source"]), head(text, found.source)
    if wanted is None or given is None:
        return wanted is given
    return wanted in _words(text, found.source) and given in _words(text, gold["source"])


def judge(article: dict[str, Any], found: Sequence[RawAttribution]) -> list[Judged]:
    """Match one to one, the best overlap first."""
    text = article["text"]
    gold = [(_words(text, one["content"]), one) for one in article["attributions"]]
    pairs = []
    for place, one in enumerate(found):
        mine = _words(text, one.content)
        for number, (theirs, _) in enumerate(gold):
            shared = len(mine & theirs)
            if shared and 2 * shared >= len(mine | theirs):
                pairs.append((-shared / len(mine | theirs), number, place))
    matched: dict[int, int] = {}
    for _, number, place in sorted(pairs):
        if place not in matched and number not in matched.values():
            matched[place] = number
    return [
        Judged(
            one,
            place in matched,
            place in matched and _source_right(text, gold[matched[place]][1], one),
        )
        for place, one in enumerate(found)
    ]


def tally(articles: Sequence[dict[str, Any]], found: Sequence[Sequence[RawAttribution]]) -> Tally:
    """Count over articles."""
    counts = Tally()
    for article, attributions in zip(articles, found, strict=True):
        judged = judge(article, attributions)
        counts.gold += sum(bool(one["content"]) for one in article["attributions"])
        counts.found += len(judged)
        counts.contents += sum(one.content_right for one in judged)
        counts.both += sum(one.source_right for one in judged)
    return counts
