"""The second heart: the trained tagger finds, rules for quotations tidy up after it."""

from collections.abc import Sequence
from typing import Final

from tracker.extraction import tagger
from tracker.extraction.candidates import RawAttribution, Span
from tracker.extraction.cues import acts
from tracker.extraction.layout import Layout
from tracker.extraction.quoting import attribute_quotes

#: From this probability on, something was said or written rather than thought.
STATED: Final = 0.35

_FOUND: Final = "tagger: {share:.0%} sure"
_BESIDE: Final = "rules: beside the quotation"


def tag(layout: Layout) -> list[RawAttribution]:
    """Return the attributions of one text, in reading order."""
    (found,) = tagger.tag([layout.text])
    return tidied(layout, found)


def tidied(layout: Layout, found: Sequence[tagger.RawAttribution]) -> list[RawAttribution]:
    """Return what the tagger found with whole quotations, and quotations that it missed."""
    return attribute_quotes(layout, [_raw(one) for one in found], cues=acts(), reason=_BESIDE)


def _raw(one: tagger.RawAttribution) -> RawAttribution:
    return RawAttribution(
        content=_spans(one.content),
        cue=_spans(one.cue),
        source=_spans(one.source),
        confidence=one.confidence,
        statement=one.statement >= STATED,
        reasons=(_FOUND.format(share=one.confidence),),
    )


def _spans(pairs: tagger.Spans) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)
