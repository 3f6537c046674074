"""How far two readers agree beyond chance: kappa, alpha, and what they mean in plain words.

Sources: J. Cohen, "A coefficient of agreement for nominal scales" (1960) and "Weighted kappa"
(1968), with the linear weights of Cicchetti and Allison (1971); K. Krippendorff, "Computing
Krippendorff's Alpha-Reliability" (2011), whose thresholds (.800 and .667) are from his "Content
Analysis".
"""

from collections import Counter
from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import permutations

#: Values as numbers or words; the order of a scale is that of its values.
Pair = tuple[int | str, int | str]

#: Below this many pairs a coefficient says more about chance than about readers.
FEW_PAIRS = 10
_RELIABLE, _TENTATIVE = 0.8, 0.667


class Reading(StrEnum):
    """What a newsroom may make of its agreement."""

    TOO_FEW = "too_few"
    NO_SPREAD = "no_spread"
    RELIABLE = "reliable"
    TENTATIVE = "tentative"
    UNRELIABLE = "unreliable"


def percent(pairs: Sequence[Pair]) -> float | None:
    """Return the share of pairs in which both say the same, from 0 to 1; None of no pairs."""
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else None


def kappa(pairs: Sequence[Pair], *, ordered: Sequence[int] | None = None) -> float | None:
    """Return Cohen's kappa: 1 is full agreement, 0 what chance gives.

    With the steps of a scale in ``ordered``, a disagreement weighs as much as it is wide (linear
    weights). None where chance alone would agree always, so that nothing can be said.
    """
    total = len(pairs)
    if not total:
        return None
    width = _width(ordered)
    first, second = Counter(a for a, _b in pairs), Counter(b for _a, b in pairs)
    observed = sum(width(a, b) for a, b in pairs) / total
    expected = sum(first[a] * second[b] * width(a, b) for a in first for b in second) / total**2
    return 1 - observed / expected if expected else None


def alpha(units: Sequence[Sequence[int]], *, ordinal: bool = True) -> float | None:
    """Return Krippendorff's alpha of what any number of readers gave to each unit.

    ``ordinal`` weighs a disagreement by the values that lie between the two; otherwise all weigh
    the same. A unit that only one reader has valued counts for nothing. None where all the
    values are the same, so that nothing can be said.
    """
    paired = [unit for unit in units if len(unit) > 1]
    counted = Counter(value for unit in paired for value in unit)
    total = sum(counted.values())
    difference = _ordinal(counted) if ordinal else _nominal
    expected = sum(counted[a] * counted[b] * difference(a, b) for a in counted for b in counted)
    if not expected:
        return None
    observed = sum(
        difference(a, b) / (len(unit) - 1) for unit in paired for a, b in permutations(unit, 2)
    )
    return 1 - (total - 1) * observed / expected


def reading(pairs: int, coefficient: float | None) -> Reading:
    """Say what an alpha of so many pairs means, after Krippendorff's thresholds."""
    if pairs < FEW_PAIRS:
        return Reading.TOO_FEW
    if coefficient is None:
        return Reading.NO_SPREAD
    if coefficient >= _RELIABLE:
        return Reading.RELIABLE
    return Reading.TENTATIVE if coefficient >= _TENTATIVE else Reading.UNRELIABLE


def _width(ordered: Sequence[int] | None) -> Callable[[int | str, int | str], float]:
    if ordered is None:
        return lambda a, b: float(a != b)
    place: dict[int | str, int] = {step: number for number, step in enumerate(ordered)}
    return lambda a, b: abs(place[a] - place[b]) / (len(place) - 1)


def _nominal(a: int, b: int) -> float:
    return float(a != b)


def _ordinal(counted: Counter[int]) -> Callable[[int, int], float]:
    def difference(a: int, b: int) -> float:
        low, high = min(a, b), max(a, b)
        between = sum(count for value, count in counted.items() if low <= value <= high)
        return float((between - (counted[a] + counted[b]) / 2) ** 2)

    return difference
