"""Choose the settings of the linker, and fit the confidence, on articles kept from training."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from tracker.extraction.decode import Stretch, stretches
from tracker.extraction.encoding import Array, Encoded, encode
from tracker.extraction.linker import FEATURES, Group, Linker, Scores, Settings
from tracker.extraction.tagger import Model, finish, scores
from tracker.training.measure import judge

logger = logging.getLogger(__name__)

WORTH = 0.006
"""A setting is changed only for so much: on forty articles, less is chance."""

GRID: dict[str, tuple[float, ...]] = {
    "outside": (-0.5, 0.1),
    "change": (0.5, 2.0),
    "switch": (2.0, 8.0),
    "cue_floor": (0.1, 0.3),
    "orphan_floor": (0.5, 1.1),
    "by_cue": (0.3, 0.8),
    "doubtful": (0.1, 0.25),
    "none_bias": (-0.15, 0.15),
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


def hold(model: Model, articles: Sequence[dict[str, Any]]) -> Held:
    """Run the network over the articles once."""
    pieces = [encode(article["text"], model.tokenizer) for article in articles]
    scored = [
        [(stretch, scores(model, encoded, stretch)) for stretch in stretches(encoded)]
        for encoded in pieces
    ]
    return Held(articles, pieces, scored)


def choose(model: Model, held: Held) -> Settings:
    """Try one setting after another and keep what serves the joint figure best."""
    best = model.settings
    score = joint_figure(model, held, best)
    for name, values in GRID.items():
        for value in values:
            tried = replace(best, **{name: value})
            joint = joint_figure(model, held, tried)
            if joint > score + WORTH:
                best, score = tried, joint
        logger.info("%s: joint %.4f with %s", name, score, asdict(best))
    return best


def joint_figure(model: Model, held: Held, settings: Settings) -> float:
    """Compute F1 of contents with the right source, the doubtful ones left out."""
    table, right = table_of(model, held, settings)
    kept = crossed(table, right) >= settings.doubtful
    gold = sum(len(article["attributions"]) for article in held.articles)
    return float(2 * right[kept].sum() / (gold + kept.sum()))


def crossed(table: Array, right: Array, folds: int = 4) -> Array:
    """Give every row its chance to be right, by a model that did not see its fold."""
    fold = np.arange(len(table)) * folds // len(table)
    chances = np.zeros(len(table))
    for number in range(folds):
        weights = _fitted(table[fold != number], right[fold != number])
        chances[fold == number] = _chance(table[fold == number], weights)
    return chances


def fit_confidence(model: Model, held: Held, settings: Settings) -> dict[str, float]:
    """Fit a logistic regression on the features: is this attribution right, source and all."""
    table, right = table_of(model, held, settings)
    error = calibration_error(crossed(table, right), right)
    logger.info("expected calibration error, crossed: %.4f", error)
    weights = _fitted(table, right).tolist()
    return dict(zip(("bias", *FEATURES), weights, strict=True))


def table_of(model: Model, held: Held, settings: Settings) -> tuple[Array, Array]:
    """Lay out the features of everything found, and whether it was right."""
    rows: list[list[float]] = []
    right: list[bool] = []
    for number, groups in enumerate(held.groups(settings)):
        found = [finish(model, held.pieces[number], group) for group in groups]
        judged = judge(held.articles[number], found)
        rows.extend([group.features[name] for name in FEATURES] for group in groups)
        right.extend(one.source_right for one in judged)
    return np.array(rows), np.array(right, dtype=np.float64)


def _fitted(table: Array, right: Array) -> Array:
    """Fit on standardised features; return the weights for them as they are, intercept first."""
    mean, scale = table.mean(0), table.std(0) + 1e-6
    weights = _logistic((table - mean) / scale, right)
    slopes = weights[1:] / scale
    return np.concatenate(([weights[0] - (slopes * mean).sum()], slopes))


def _chance(table: Array, weights: Array) -> Array:
    chance: Array = 1 / (1 + np.exp(-(weights[0] + table @ weights[1:])))
    return chance


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


def calibration_error(chance: Array, truth: Array, bins: int = 10) -> float:
    """Compute the expected calibration error over bins of equal width."""
    place = np.minimum((chance * bins).astype(int), bins - 1)
    gaps = [
        abs(chance[place == b].mean() - truth[place == b].mean()) * (place == b).mean()
        for b in range(bins)
        if (place == b).any()
    ]
    return float(sum(gaps))
