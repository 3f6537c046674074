"""Give every quotation to a cue: the one that governs it, the one beside it, or the one before.

A quotation that finds none of them is a scare quote, a title or a nickname, and is left alone.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tracker.extraction.beside import (
    Beside,
    bounds_after,
    covered,
    look_after,
    look_before,
    merged,
    widened,
)
from tracker.extraction.candidates import RawAttribution, Span
from tracker.extraction.interviews import beside_turns, spoken_turns
from tracker.extraction.layout import Layout
from tracker.extraction.quotes import Quote
from tracker.extraction.reasons import reason as reason_of
from tracker.extraction.segments import sentences_in
from tracker.extraction.signatures import signed

_SIGNED: Final = reason_of("signed")
#: A quotation of fewer words, inside a sentence, is a scare quote unless a cue governs it.
MIN_WORDS: Final = 2
_WHOLE: Final = 4
#: The cue sentence between two pieces of one quotation is at most this long.
_GAP: Final = 250
#: How far a quotation looks ahead for an attribution, and how many it looks at.
_AHEAD: Final = 400
_NEAR: Final = 12
#: More pieces than these belong to several statements.
_MOST_PIECES: Final = 24
_BLANK_LINES: Final = 2


@dataclass(slots=True)
class _Desk:
    """The attributions on the way through a text, and the last quotation that found a speaker."""

    text: str
    cues: Mapping[str, str]
    reason: str
    made: list[RawAttribution] = field(default_factory=list)
    last: int | None = None
    last_quote: Quote | None = None


def attribute_quotes(
    layout: Layout,
    found: Sequence[RawAttribution],
    *,
    cues: Mapping[str, str],
    reason: str,
) -> list[RawAttribution]:
    """Return what was found, with every quotation that has a speaker, in reading order."""
    desk = _Desk(layout.text, cues, reason)
    turns = [*spoken_turns(layout, reason=reason), *signed(layout, reason=_SIGNED)]
    outside = beside_turns(found, turns)
    waiting = deque(sorted((*outside, *turns), key=lambda made: made.content))
    for part in layout.paragraphs:
        first = len(desk.made)
        for number, quote in enumerate(part.quotes):
            end = min(quote.span.end + _AHEAD, part.span.end)
            while waiting and waiting[0].content[0].start < end:
                desk.made.append(waiting.popleft())
            # Only what stands nearby can own a quotation; all of it would cost the square.
            _place(desk, part.span, part.quotes, number, first=max(first, len(desk.made) - _NEAR))
        while waiting and waiting[0].content[0].start < part.span.end:
            desk.made.append(waiting.popleft())
    return sorted(desk.made, key=lambda made: made.content)


def _place(
    desk: _Desk, paragraph: Span, quotes: Sequence[Quote], number: int, *, first: int
) -> None:
    """Find the attribution that a quotation belongs to, or make one, or leave it."""
    quote = quotes[number]
    here = desk.made[first:]
    owner = covered(quote, here)
    if owner is not None:
        place = first + owner
        desk.made[place] = widened(desk.made[place], quote)
    else:
        beside = _beside(desk, paragraph, quotes, number)
        if beside is not None:
            place = _given(desk, quote, beside, first)
        elif desk.last is not None and _goes_on(desk, paragraph, quote):
            place = desk.last
            desk.made[place] = _with(desk.made[place], quote)
        else:
            return
    desk.last, desk.last_quote = place, quote


def _given(desk: _Desk, quote: Quote, beside: Beside, first: int) -> int:
    """Add a quotation to the attribution that has this cue already, or make a new one."""
    for place in range(first, len(desk.made)):
        if any(span.overlaps(beside.cue) for span in desk.made[place].cue):
            desk.made[place] = _with(desk.made[place], quote)
            return place
    made = RawAttribution(
        (quote.span,), (beside.cue,), (beside.source,), 0.76, reasons=(desk.reason,)
    )
    desk.made.append(made)
    return len(desk.made) - 1


def _with(made: RawAttribution, quote: Quote) -> RawAttribution:
    return replace(made, content=merged((*made.content, quote.span)))


def _beside(desk: _Desk, paragraph: Span, quotes: Sequence[Quote], number: int) -> Beside | None:
    quote = quotes[number]
    text = desk.text
    words = len(quote.inner.cut(text).split())
    ends = quote.inner.cut(text)[-1] + text[quote.span.end : quote.span.end + 1]
    if words < MIN_WORDS and not set(ends) & set(",.?!"):
        return None
    following = quotes[number + 1].span.start if number + 1 < len(quotes) else paragraph.end
    end = bounds_after(text, quote, following)
    if _is_sentence(text, quote, words):
        found = look_after(text, quote.span.end, end, desk.cues)
        if found is not None:
            return found
    start = quotes[number - 1].span.end if number else paragraph.start
    return look_before(text, start, quote.span.start, desk.cues)


def _is_sentence(text: str, quote: Quote, words: int) -> bool:
    after = text[quote.span.end : quote.span.end + 1]
    return quote.inner.cut(text)[-1] in ",.?!…—-–" or after == "," or words >= _WHOLE


def _goes_on(desk: _Desk, paragraph: Span, quote: Quote) -> bool:
    """Say whether a quotation without a cue goes on with the one before it."""
    before = desk.last_quote
    if before is None or desk.last is None or not desk.made[desk.last].statement:
        return False
    if len(desk.made[desk.last].content) >= _MOST_PIECES:
        return False
    if before.closed and not quote.closed and quote.span.start == paragraph.start:
        # A stray mark, not a quotation that its paragraph leaves open.
        return False
    gap = desk.text[before.span.end : quote.span.start]
    if quote.span.start == paragraph.start:
        whole = _only(desk.text, paragraph, quote)
        return whole and len(gap) <= _GAP and (not before.closed or gap.count("\n") <= _BLANK_LINES)
    if before.span.start < paragraph.start:
        return False
    between = list(sentences_in(desk.text, Span(before.span.end, quote.span.start)))
    starts = not gap.strip() or gap.rstrip()[-1] in ".?!"
    return starts and len(between) <= 1 and len(gap) <= _GAP


def _only(text: str, paragraph: Span, quote: Quote) -> bool:
    rest = text[quote.span.end : paragraph.end]
    return len(rest.strip()) <= 1
