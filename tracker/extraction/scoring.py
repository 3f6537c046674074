"""How well attributions were found, by a person's labels; pure, and told by nobody what to find.

An attribution is *found* where a predicted content shares at least half of its words with it:
the words that both hold, divided by the words that either holds. Each is matched once, the best
pairs first. It has the *right source* where the head words of both sources lie in one another.
A direct quotation begins with a quotation mark, a mixed one holds a mark later. Intervals are a
percentile bootstrap over articles (Efron 1979), 95 %.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from tracker.extraction.labels import Labels
from tracker.extraction.tokens import Marked, Tokens

KINDS: Final = ("direct", "mixed", "indirect")
SHARED_WORDS: Final = 0.5
RESAMPLES: Final = 1000

Matrix = npt.NDArray[np.int64]


class Counts(NamedTuple):
    """How many are labelled, predicted, found, and found with the right source."""

    labelled: int
    predicted: int
    found: int
    sourced: int


class Estimate(NamedTuple):
    """A share from 0 to 1 and its 95 % interval."""

    value: float
    low: float
    high: float


class Measure(NamedTuple):
    """Precision, recall and their harmonic mean."""

    precision: Estimate
    recall: Estimate
    f1: Estimate


@dataclass(frozen=True, slots=True)
class Score:
    """What is counted and what follows from it, for all attributions or those of one kind."""

    counts: Counts
    detection: Measure
    source: Estimate
    joint: Measure


@dataclass(frozen=True, slots=True)
class Report:
    """The score over a number of articles."""

    articles: int
    overall: Score
    kinds: dict[str, Score]


def tally(
    text: str,
    labelled: Sequence[Labels],
    predicted: Sequence[Labels],
    *,
    statements_only: bool = False,
) -> dict[str, Counts]:
    """Count, kind by kind, what was found in one article.

    With ``statements_only``, labels whose cue is no reporting expression are left out, and so are
    the predictions that match them or that have such a cue and match nothing. A prediction that
    matches counts for the kind of its label.
    """
    tokens = Tokens.of(text)
    truth = _marked(tokens, labelled)
    guesses = _marked(tokens, predicted)
    partner = match(truth, guesses)
    owner = {guess: label for label, guess in partner.items()}
    counts = {kind: [0, 0, 0, 0] for kind in KINDS}
    for number, guess in enumerate(guesses):
        judge = truth[owner[number]] if number in owner else guess
        if judge.is_statement or not statements_only:
            counts[judge.kind][1] += 1
    for number, label in enumerate(truth):
        if statements_only and not label.is_statement:
            continue
        row = counts[label.kind]
        row[0] += 1
        if number in partner:
            row[2] += 1
            row[3] += label.has_source_of(guesses[partner[number]])
    return {kind: Counts(*row) for kind, row in counts.items()}


def match(labelled: Sequence[Marked], predicted: Sequence[Marked]) -> dict[int, int]:
    """Return which prediction each found label has, both by their place in the list."""
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for *_, label, guess in sorted(_candidates(labelled, predicted)):
        if label not in partner and guess not in taken:
            partner[label] = guess
            taken.add(guess)
    return partner


def report(
    tallies: Sequence[dict[str, Counts]], *, resamples: int = RESAMPLES, seed: int = 1
) -> Report:
    """Return the score over articles that were tallied one by one."""
    if not tallies:
        raise ValueError("there is nothing to score")
    counted = np.array([[tally[kind] for kind in KINDS] for tally in tallies], dtype=np.int64)
    drawn = np.random.default_rng(seed).integers(0, len(tallies), (resamples, len(tallies)))
    again = np.array([counted[row].sum(0) for row in drawn])
    total = counted.sum(0)
    return Report(
        articles=len(tallies),
        overall=_score(total.sum(0), again.sum(1)),
        kinds={kind: _score(total[number], again[:, number]) for number, kind in enumerate(KINDS)},
    )


def _marked(tokens: Tokens, listed: Sequence[Labels]) -> list[Marked]:
    return [marked for one in listed if (marked := Marked.of(tokens, one)).content]


def _candidates(
    labelled: Sequence[Marked], predicted: Sequence[Marked]
) -> Iterator[tuple[float, int, int, int]]:
    """Yield the pairs that share enough words; the best sort first, then those whose cues fit."""
    holders: dict[int, list[int]] = {}
    for label, marked in enumerate(labelled):
        for place in marked.content_words:
            holders.setdefault(place, []).append(label)
    for guess, marked in enumerate(predicted):
        near = {label for place in marked.content_words for label in holders.get(place, ())}
        for label in near:
            other = labelled[label]
            both = len(marked.content_words & other.content_words)
            share = both / len(marked.content_words | other.content_words)
            if share >= SHARED_WORDS:
                yield -share, -len(marked.cue & other.cue), label, guess


def _score(total: Matrix, again: Matrix) -> Score:
    """Return the shares of one row of counts, and how they vary over the resampled ones."""
    counts = Counts(*(int(number) for number in total))
    value, spread = total[None].T, again.T
    return Score(
        counts=counts,
        detection=_measure(value, spread, hits=2),
        source=_estimate(_share(value[3], value[2]), _share(spread[3], spread[2])),
        joint=_measure(value, spread, hits=3),
    )


def _measure(value: Matrix, spread: Matrix, *, hits: int) -> Measure:
    rows = [
        (
            _share(row[hits], row[1]),
            _share(row[hits], row[0]),
            _share(2 * row[hits], row[0] + row[1]),
        )
        for row in (value, spread)
    ]
    return Measure(*(_estimate(one, many) for one, many in zip(*rows, strict=True)))


def _share(part: Matrix, whole: Matrix) -> npt.NDArray[np.float64]:
    """Divide; where there is nothing to divide by, the share is 0."""
    shares: npt.NDArray[np.float64] = np.divide(
        part, whole, out=np.zeros(len(part)), where=whole > 0
    )
    return shares


def _estimate(value: npt.NDArray[np.float64], spread: npt.NDArray[np.float64]) -> Estimate:
    low, high = np.quantile(spread, (0.025, 0.975))
    return Estimate(float(value[0]), float(low), float(high))
