"""Letters, comments, quotations of the day: a paragraph in quotation marks, signed with a name."""

import re
from collections.abc import Iterator
from typing import Final

from tracker.extraction.candidates import RawAttribution, Span
from tracker.extraction.layout import Layout, Paragraph

#: A dash and a name, on the same line or under it, and at most a few words of who that is.
_SIGNATURE: Final = re.compile(
    r"\s{0,4}(?P<cue>[-–—―]{1,2})[ \xa0]*"
    r"(?P<name>[A-ZÀ-Þ][\w.’'-]*(?:[ \xa0](?:[A-ZÀ-Þ][\w.’'-]*|de|del|da|la|van|von|bin|y)){0,4})"
    r"(?:,[^\n]{1,60})?[.\s\xa0]*?(?:\n|\Z)"
)
_SURE: Final = 0.9


def signed(layout: Layout, *, reason: str) -> list[RawAttribution]:
    """Return the quotations that are signed, each with its name for a source."""
    return [made for part in layout.paragraphs for made in _signed(layout.text, part, reason)]


def _signed(text: str, part: Paragraph, reason: str) -> Iterator[RawAttribution]:
    """Yield the quotation, if nothing but it and its signature stands in the paragraph."""
    if not part.quotes or part.quotes[0].span.start != part.span.start:
        return
    end = part.quotes[-1].span.end
    signature = _SIGNATURE.match(text, end) if part.quotes[-1].closed else None
    if signature is None:
        return
    start, stop = signature.span("name")
    name = Span(start, start + len(text[start:stop].rstrip(".")))
    cue = Span(*signature.span("cue"))
    yield RawAttribution((Span(part.span.start, end),), (cue,), (name,), _SURE, reasons=(reason,))
