"""Quoted words found in a text again: W3C TextQuoteSelector and TextPositionSelector.

A person copies a passage from a page; line ends, runs of spaces, typographic quotation marks and
dashes may differ from what a reader of the page's text sees. Only those are overlooked. Source of
the selectors: https://www.w3.org/TR/annotation-model/#selectors
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: Characters kept on either side.
SURROUNDINGS = 32
#: A longer one is no quotation, and a pattern of its length is slow.
_LONGEST = 5000

_SAME = (
    "'‘’‚‛′ʼ",
    '"“”„‟″«»',
    "-‐‑‒–—−",
)
_CLASSES = {letter: f"[{re.escape(letters)}]" for letters in _SAME for letter in letters}


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words where they stand in a text: code points, half open, and what surrounds them."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


def locate(text: str, passage: str, *, prefix: str = "", suffix: str = "") -> Quotation | None:
    """Return where the passage stands, or None where it does not.

    Where it stands more than once, the place whose surroundings agree most with ``prefix`` and
    ``suffix`` counts, and the first of equals.
    """
    if not passage.strip() or len(passage) > _LONGEST:
        return None
    found = [_cut(text, match.start(), match.end()) for match in _matches(text, passage)]
    if not found:
        return None
    return max(found, key=lambda one: (_agreement(one, prefix, suffix), -one.start))


def stands_in(text: str, passage: str) -> bool:
    """Tell whether the passage stands in the text."""
    return locate(text, passage) is not None


def _matches(text: str, passage: str) -> Iterator[re.Match[str]]:
    words = [_loose(word) for word in passage.split()]
    yield from re.finditer(r"\s+".join(words), text)


def _loose(word: str) -> str:
    return "".join(_CLASSES.get(letter) or re.escape(letter) for letter in word)


def _cut(text: str, start: int, end: int) -> Quotation:
    return Quotation(
        exact=text[start:end],
        prefix=text[max(0, start - SURROUNDINGS) : start],
        suffix=text[end : end + SURROUNDINGS],
        start=start,
        end=end,
    )


def _agreement(found: Quotation, prefix: str, suffix: str) -> int:
    """Count the characters next to the passage that are as they were."""
    before = zip(reversed(found.prefix), reversed(prefix), strict=False)
    behind = zip(found.suffix, suffix, strict=False)
    return _run(before) + _run(behind)


def _run(pairs: Iterator[tuple[str, str]]) -> int:
    same = 0
    for one, other in pairs:
        if one != other:
            break
        same += 1
    return same
