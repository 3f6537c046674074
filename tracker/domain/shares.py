"""Shares of a count, and how far a few cases can be trusted."""

from dataclasses import dataclass
from math import sqrt

#: Standard deviations on either side that hold 95 % of a normal distribution.
_NINETY_FIVE = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        """Refuse a part that is no part."""
        if not 0 <= self.part <= self.whole:
            raise ValueError(f"{self.part} of {self.whole} is no share")

    @property
    def value(self) -> float | None:
        """Return the share from 0 to 1, or None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Return the 95 % interval, or None of nothing.

        Wilson's score interval (1927): it stays between 0 and 1 and is honest for few cases.
        """
        value = self.value
        if value is None:
            return None
        square, whole = _NINETY_FIVE**2, self.whole
        middle = value + square / (2 * whole)
        reach = _NINETY_FIVE * sqrt(value * (1 - value) / whole + square / (4 * whole**2))
        scale = 1 + square / whole
        return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)
