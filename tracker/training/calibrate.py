"""Choose the settings of the linker, and fit the confidence, on articles kept from training."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from tracker.extraction.decode import Stretch, stretches
from tracker.extraction.encoding import Array, Encoded, encode
from tracker.extraction.linker import Group, Linker, Scores, Settings
from tracker.extraction.tagger import Model, RawAttribution, finish, scores
from tracker.training.measure import judge, tally

logger = logging.getLogger(__name__)

GRID: dict[str, tuple[float, ...]] = {
    "outside": (-0.6, -0.3, 0.0, 0.3, 0.6),
    "change": (0.0, 0.5, 1.0, 2.0, 3.0),
    "cue_floor": (0.05, 0.1, 0.2, 0.3, 0.4),
    "orphan_floor": (0.2, 0.4, 0.6, 0.8, 1.1),
    "by_cue": (0.3, 0.5, 0.7),
    "none_bias": (-0.2, -0.1, 0.0, 0.1),
}


@dataclass(frozen=True, slots=True)
class Held:
    """Articles with the network's scores, so that settings can be tried without running it."""

    articles: Sequence[dict[str, Any]]
    pieces: list[Encoded]
    stretches: list[list[tuple[Stretch, list[Scores]]]]

    def groups(self, settings: Settings) -> list[list[Group]]:
        """Show what the linker makes of every article under the settings."""
        return [
            [
                group
                for stretch, scored in held
                for group in Linker(stretch, scored, settings).groups()
            ]
            for held in self.stretches
        ]

    def attributions(self, model: Model, settings: Settings) -> list[list[RawAttribution]]:
        """Give the same as attributions."""
        return [
            [finish(model, self.pieces[number], group) for group in groups]
            for number, groups in enumerate(self.groups(settings))
        ]


def hold(model: Model, articles: Sequence[dict[str, Any]]) -> Held:
    """Run the network over the articles once."""
    pieces = [encode(article["text"], model.tokenizer) for article in articles]
    scored = [
        [(stretch, scores(model, encoded, stretch)) for stretch in stretches(encoded)]
        for encoded in pieces
    ]
    return Held(articles, pieces, scored)


def choose(model: Model, held: Held, rounds: int = 2) -> Settings:
    """Try one setting after another and keep what serves the joint figure best."""
    best = model.settings
    score = tally(held.articles, held.attributions(model, best)).joint
    for name, values in list(GRID.items()) * rounds:
        for value in values:
            tried = replace(best, **{name: value})
            joint = tally(held.articles, held.attributions(model, tried)).joint
            if joint > score + 1e-4:
                best, score = tried, joint
        logger.info("%s: joint %.4f with %s", name, score, asdict(best))
    return best


def fit_confidence(model: Model, held: Held, settings: Settings) -> dict[str, float]:
    """Fit a logistic regression on the features: is this attribution right, source and all."""
    rows, right = _features(model, held, settings)
    names = list(rows[0])
    table = np.array([[row[name] for name in names] for row in rows])
    mean, scale = table.mean(0), table.std(0) + 1e-6
    weights = _logistic((table - mean) / scale, np.array(right, dtype=np.float64))
    slopes = weights[1:] / scale
    fitted = dict(zip(names, slopes.tolist(), strict=True))
    return {"bias": float(weights[0] - (slopes * mean).sum()), **fitted}


def _features(
    model: Model, held: Held, settings: Settings
) -> tuple[list[dict[str, float]], list[bool]]:
    rows, right = [], []
    for number, groups in enumerate(held.groups(settings)):
        found = [finish(model, held.pieces[number], group) for group in groups]
        judged = judge(held.articles[number], found)
        rows.extend(group.features for group in groups)
        right.extend(one.source_right for one in judged)
    return rows, right


def _logistic(table: Array, right: Array, ridge: float = 1.0) -> Array:
    """Newton's method with a small ridge; the intercept comes first and is not held back."""
    design = np.column_stack([np.ones(len(table)), table])
    penalty = ridge * np.eye(design.shape[1])
    penalty[0, 0] = 0.0
    weights = np.zeros(design.shape[1])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (right - chance) - penalty @ weights
        curve = (design.T * (chance * (1 - chance))) @ design + penalty
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def calibration_error(chances: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Compute the expected calibration error over bins of equal width."""
    chance, truth = np.array(chances), np.array(right, dtype=np.float64)
    place = np.minimum((chance * bins).astype(int), bins - 1)
    gaps = [
        abs(chance[place == b].mean() - truth[place == b].mean()) * (place == b).mean()
        for b in range(bins)
        if (place == b).any()
    ]
    return float(sum(gaps))
