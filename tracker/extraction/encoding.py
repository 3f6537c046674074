"""Text into word pieces with the small features the tagger reads beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

Array = np.ndarray[Any, Any]

CASES = 6
"""Without letters, lower, Title, CAPITALS, digits, mIxed."""
GAPS = 4
"""Between a piece and the one before: nothing, a space, a line break, an empty line."""
QUOTES = 5
"""Outside, inside double marks, an opening mark, a closing mark, inside single marks."""

TITLE = 2
LINE, PARAGRAPH = 2, 3
OUTSIDE, INSIDE, OPENING, CLOSING, INSIDE_SINGLE = range(QUOTES)

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_MARK = re.compile(r"[\"“”„«»″\n]|''|``|‘|(?<!\w)'(?=\w)|[’'](?!\w)")
_SINGLE_END = re.compile(r"[’'](?!\w)|\n")
_SINGLE_REACH = 400
_OPENERS = frozenset(("“", "„", "«", "``"))
_CLOSERS = frozenset(("”", "»", "''", "″"))
_SINGLES = frozenset(("‘", "'", "’"))


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text: a row for each word piece."""

    ids: Array
    start: Array
    end: Array
    case: Array
    gap: Array
    quote: Array

    def __len__(self) -> int:
        return len(self.ids)


def encode(text: str, tokenizer: Any) -> Encoded:
    """Cut the text into word pieces; every offset is a code point of the text."""
    encoding = tokenizer.encode(_SURROGATE.sub("�", text), add_special_tokens=False)
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    start, end = offsets[:, 0], offsets[:, 1]
    return Encoded(
        ids=np.array(encoding.ids, dtype=np.int64),
        start=start,
        end=end,
        case=np.array([_case(text[a:b]) for a, b in encoding.offsets], dtype=np.int64),
        gap=_gaps(text, start, end),
        quote=_quotes(text, start),
    )


def _case(piece: str) -> int:
    first = piece[:1]
    if first.isdigit():
        return 4
    if piece.islower():
        return 1
    if piece.isupper():
        return 3 if len(piece) > 1 else 2
    if first.isupper() and piece[1:].islower():
        return 2
    return 5 if any(letter.isalpha() for letter in piece[:20]) else 0


def _gaps(text: str, start: Array, end: Array) -> Array:
    """Tell what stands between a piece and the one before it."""
    previous = np.concatenate(([0], end[:-1])) if len(end) else end
    gaps = np.zeros(len(start), dtype=np.int64)
    for row in np.flatnonzero(start > previous):
        between = text[previous[row] : start[row]]
        lines = between.count("\n") or between.count("\r")
        gaps[row] = 1 + min(lines, 2)
    gaps[:1] = 3
    return gaps


def _quotes(text: str, start: Array) -> Array:
    """Give the state of the quotation marks at every piece."""
    events = list(quote_events(text))
    if not events:
        return np.zeros(len(start), dtype=np.int64)
    begins, ends, labels, states = (np.array(column) for column in zip(*events, strict=True))
    last = np.searchsorted(begins, start, side="right") - 1
    inside = np.where(start < ends[last], labels[last], states[last])
    return np.where(last < 0, OUTSIDE, inside).astype(np.int64)


def quote_events(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Every mark with its place, its own label and the state behind it; a line break ends all."""
    state = OUTSIDE
    for found in _MARK.finditer(text):
        mark, begin, end = found.group(), found.start(), found.end()
        if mark == "\n":
            label, state = OUTSIDE, OUTSIDE
        elif mark in _SINGLES:
            label, state = _single(text, mark, end, state)
        else:
            label, state = _double(text, mark, begin, end, state)
        yield begin, end, label, state


def _single(text: str, mark: str, end: int, state: int) -> tuple[int, int]:
    """Count a single mark only outside double ones, and only in a pair."""
    if state == INSIDE:
        return INSIDE, INSIDE
    if state == INSIDE_SINGLE:
        closes = mark != "‘" and not text[end : end + 1].isalnum()
        return (CLOSING, OUTSIDE) if closes else (INSIDE_SINGLE, INSIDE_SINGLE)
    if mark == "’" or not text[end : end + 1].isalnum():
        return OUTSIDE, OUTSIDE
    close = _SINGLE_END.search(text, end, end + _SINGLE_REACH)
    paired = close is not None and close.group() != "\n"
    return (OPENING, INSIDE_SINGLE) if paired else (OUTSIDE, OUTSIDE)


def _double(text: str, mark: str, begin: int, end: int, state: int) -> tuple[int, int]:
    """Let a double mark open or close by its shape, or by its neighbours if that lies."""
    before, after = text[begin - 1 : begin] or " ", text[end : end + 1] or " "
    looks_open = before in " \t\n\u00a0([—–-" and not after.isspace()
    if state == INSIDE:
        opens = mark in _OPENERS or looks_open
        return (OPENING, INSIDE) if opens else (CLOSING, OUTSIDE)
    opens = mark not in _CLOSERS or (looks_open and after.isalnum())
    return (OPENING, INSIDE) if opens else (CLOSING, OUTSIDE)
