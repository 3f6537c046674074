"""How a statement stands in the article: its wording, and whether it is quoted."""

from bisect import bisect_right
from collections.abc import Sequence

from tracker.extraction.candidates import Span
from tracker.extraction.quotes import Quote


def wording(text: str, content: Sequence[Span]) -> str:
    """Return the words of a statement, its pieces joined by a space."""
    return " ".join(span.cut(text) for span in content)


def kind_of(text: str, content: Sequence[Span], quotes: Sequence[Quote]) -> str:
    """Return "direct" where all words are quoted, "mixed" where some are, else "indirect"."""
    inside = outside = 0
    for span in content:
        quoted = _quoted(span, quotes)
        words = sum(map(str.isalnum, span.cut(text)))
        marked = sum(sum(map(str.isalnum, part.cut(text))) for part in quoted)
        inside, outside = inside + marked, outside + words - marked
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def _quoted(span: Span, quotes: Sequence[Quote]) -> list[Span]:
    """Return the stretches of a span that lie inside quotations."""
    at = max(0, bisect_right(quotes, span.start, key=lambda quote: quote.span.start) - 1)
    found = []
    while at < len(quotes) and quotes[at].span.start < span.end:
        quote = quotes[at].span
        if quote.overlaps(span):
            found.append(Span(max(span.start, quote.start), min(span.end, quote.end)))
        at += 1
    return found
