"""Quotation marks in pairs, paragraph by paragraph, whatever the typist had at hand.

An odd or wrong mark must not turn the rest of the article inside out, so nothing is carried
over a paragraph's end, and what stands around a mark counts for more than its shape.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.extraction.candidates import Span

_MARK = re.compile(r"''|``|[\"“”„‟«»″‘’'‚‹›「」]")
_SINGLE = frozenset("‘’'‚‹›")
_OPENS_BY_SHAPE = frozenset(("“", "„", "«", "``", "‘", "‚", "‹", "「"))
_CLOSES_BY_SHAPE = frozenset(("”", "»", "’", "›", "」"))
_BEFORE_OPENING = " \t\xa0([{—–-―/:;,“\"'‘«„¿¡>\u200e\u200f\u202a\u202b\u2066\u2067\u2068"
_AFTER_CLOSING = ".,;:!?)]}"
#: How far the mark that closes a single quotation may be: beyond it, it was an apostrophe.
_SINGLE_REACH = 500


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation with its marks; one that nobody closed ends with its paragraph."""

    span: Span
    inner: Span
    closed: bool = True
    single: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    sign: str
    left: bool
    right: bool

    @property
    def single(self) -> bool:
        return self.sign in _SINGLE


def find_quotes(text: str, paragraph: Span) -> list[Quote]:
    """Return the outermost quotations of one paragraph, in order."""
    marks = list(_marks(text, paragraph))
    quotes = []
    stack: list[_Mark] = []
    single_ends = [mark.start for mark in marks if mark.single and mark.right]
    for mark in marks:
        if _opens(mark, stack, single_ends):
            stack.append(mark)
        elif stack and _closes(mark, stack):
            while stack[-1].single != mark.single:
                stack.pop()
            opening = stack.pop()
            if not stack:
                quotes.append(_quote(opening, mark))
    quotes.extend(_unclosed(text, stack, paragraph))
    return quotes


def _marks(text: str, paragraph: Span) -> Iterator[_Mark]:
    for found in _MARK.finditer(text, paragraph.start, paragraph.end):
        start, end = found.span()
        before = text[start - 1] if start > paragraph.start else " "
        after = text[end] if end < paragraph.end else " "
        left = (
            not after.isspace()
            and after not in _AFTER_CLOSING
            and (before in _BEFORE_OPENING or before.isspace())
        )
        right = not before.isspace() and not after.isalnum() and before not in "([{"
        if found.group() in _SINGLE and before.isalnum() and after.isalnum():
            continue
        yield _Mark(start, end, found.group(), left, right)


def _opens(mark: _Mark, stack: list[_Mark], single_ends: list[int]) -> bool:
    if mark.single and not _has_partner(mark, single_ends):
        return False
    is_open = any(other.single == mark.single for other in stack)
    if mark.left == mark.right:
        if mark.single or mark.sign in _CLOSES_BY_SHAPE:
            return mark.sign in _OPENS_BY_SHAPE
        return mark.sign in _OPENS_BY_SHAPE or not is_open
    if mark.sign == "‘" and mark.left:
        return True
    return mark.left and not (mark.single and is_open)


def _has_partner(mark: _Mark, ends: list[int]) -> bool:
    """Say whether a single mark is closed nearby; if not, it is an apostrophe ('em, '90s)."""
    at = bisect_left(ends, mark.end + 1)
    return at < len(ends) and ends[at] - mark.end <= _SINGLE_REACH


def _closes(mark: _Mark, stack: list[_Mark]) -> bool:
    if not any(other.single == mark.single for other in stack):
        return False
    return mark.right or not mark.single


def _quote(opening: _Mark, closing: _Mark) -> Quote:
    inner = Span(opening.end, max(closing.start, opening.end + 1))
    return Quote(Span(opening.start, closing.end), inner, single=opening.single)


def _unclosed(text: str, stack: list[_Mark], paragraph: Span) -> Iterator[Quote]:
    # Newspapers open the quotation anew in the next paragraph and leave this one unclosed.
    doubles = [mark for mark in stack if not mark.single]
    if doubles and text[doubles[0].end : paragraph.end].strip():
        start = doubles[0]
        yield Quote(Span(start.start, paragraph.end), Span(start.end, paragraph.end), closed=False)
