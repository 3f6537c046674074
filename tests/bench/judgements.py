"""Speakers, statements and confidence, held against labels that a person gave.

The labels of an article are a list of ``{"id", "speaker", "role", "via", "statement"}``, each about
the attribution of that id; ``via`` is how the article names the speaker.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from tracker.extraction import Attribution, RawAttribution, Span, extract
from tracker.extraction.labels import LabelledText, Labels
from tracker.extraction.layout import lay_out
from tracker.extraction.scoring import match
from tracker.extraction.speakers import resolve
from tracker.extraction.tokens import Marked, Tokens
from tracker.training.calibrate import calibration_error

PARTS = ("content", "cue", "source")

Article = dict[str, Any]


def speakers(articles: dict[str, Article], labels: dict[str, list[Article]]) -> dict[str, float]:
    """Return the shares of right speakers, and of right roles, where the sources are given.

    There is one for all, and one for each way in which articles name them.
    """
    right, total = Counter[str](), Counter[str]()
    for identity, labelled in labels.items():
        spans = {one["id"]: one for one in articles[identity]["attributions"]}
        raws = [
            RawAttribution(*(_spans(spans[label["id"]][part]) for part in PARTS))
            for label in labelled
        ]
        found = resolve(lay_out(articles[identity]["text"]), raws)
        for label, speaker in zip(labelled, found, strict=True):
            if not label["source_text"]:
                continue
            hit = normal(speaker and speaker.name) == normal(label["speaker"])
            total.update(["all", label["via"]])
            right.update(["all", label["via"]] if hit else [])
            if hit and label["role"]:
                total["role"] += 1
                right["role"] += normal(speaker.role) == normal(label["role"])
    return {what: right[what] / total[what] for what in total}


def normal(name: str | None) -> str:
    """Return a name or role without article, marks and capitals."""
    plain = re.sub(r"[’']", "", (name or "").lower())
    return re.sub(r"^(the|a|an) ", "", re.sub(r"[^\w;]+", " ", plain).strip())


def statements(articles: dict[str, Article], labels: dict[str, list[Article]]) -> dict[str, float]:
    """Return how well statements are told from thoughts among the labels that are found.

    That is F1 of statements, the share of thoughts recognised, and how many were found.
    """
    counts, total = Counter[tuple[bool, bool]](), 0
    for identity, labelled in labels.items():
        text = articles[identity]["text"]
        spans = {one["id"]: one for one in articles[identity]["attributions"]}
        truth = [Labels(*(_spans(spans[one["id"]][part]) for part in PARTS)) for one in labelled]
        found = extract(text)
        total += len(truth)
        for label, guess in _partners(text, truth, found).items():
            counts[labelled[label]["statement"], found[guess].statement] += 1
    hits, missed, invented = counts[True, True], counts[True, False], counts[False, True]
    return {
        "f1": 2 * hits / (2 * hits + missed + invented),
        "thoughts": counts[False, False] / (counts[False, False] + invented),
        "found": counts.total(),
        "labelled": total,
    }


def calibration(labelled: Iterable[LabelledText]) -> float:
    """Return the expected calibration error over ten bins of equal width, from 0 to 1.

    Right is what has the right content and source (Naeini, Cooper and Hauskrecht 2015).
    """
    confidence, right = np.array(list(_judged(labelled)), dtype=np.float64).T
    return calibration_error(confidence, right)


def _judged(labelled: Iterable[LabelledText]) -> Iterator[tuple[float, bool]]:
    for article in labelled:
        found = extract(article.text)
        tokens = Tokens.of(article.text)
        truth = [Marked.of(tokens, one) for one in article.attributions]
        guesses = [Marked.of(tokens, _labels(one)) for one in found]
        owner = {guess: label for label, guess in match(truth, guesses).items()}
        for number, one in enumerate(found):
            label = owner.get(number)
            right = label is not None and truth[label].has_source_of(guesses[number])
            yield one.confidence, right


def _partners(text: str, truth: Sequence[Labels], found: Sequence[Attribution]) -> dict[int, int]:
    tokens = Tokens.of(text)
    return match(
        [Marked.of(tokens, one) for one in truth],
        [Marked.of(tokens, _labels(one)) for one in found],
    )


def _labels(one: Attribution) -> Labels:
    return Labels(one.content, one.cue, one.source)


def _spans(pairs: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in pairs)
