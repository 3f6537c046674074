"""Texts that are read from the right, and how they stand in lists that are read from the left."""

import unicodedata
from itertools import pairwise
from typing import Final

#: Says that what stands beside it is read from the left; it is not seen itself.
LEFT: Final[str] = "\u200e"
_COMMA = ", "
_FROM_THE_RIGHT = {"R", "AL"}


def is_from_the_right(text: str) -> bool:
    """Tell whether any of the text is read from the right, so that it is drawn out of order."""
    return any(unicodedata.bidirectional(sign) in _FROM_THE_RIGHT for sign in text)


def kept_apart(text: str) -> str:
    """Mark where a list goes from one direction to the other, as between a name and a day.

    Without the mark the day after an Arabic name is shown turned round.
    """
    first, *others = text.split(_COMMA)
    told = first
    for before, after in pairwise([first, *others]):
        turns = is_from_the_right(before) != is_from_the_right(after)
        told += f"{LEFT if turns else ''}{_COMMA}{after}"
    return told
