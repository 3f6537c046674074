"""Which format a file has, by its first words rather than by its name."""

import re

from tracker.imports.decoding import decode
from tracker.imports.drafts import UnreadableFile

_LOOK_AT = 200_000
_SIGNS = (
    ("datafeed", re.compile(r'"dataFeedElement"')),
    (
        "annotations",
        re.compile(r'"(?:AnnotationCollection|TextQuoteSelector|TextPositionSelector)"'),
    ),
    ("claimreview", re.compile(r"ClaimReview|claimReviewed")),
    ("jsonl", re.compile(r'"claim_id"')),
)


def recognise(content: bytes) -> str:
    """Return the name of the format; raise UnreadableFile where no reader knows the file."""
    if content.startswith(b"PK"):
        return "xlsx"
    text = decode(content[:_LOOK_AT], is_whole=len(content) <= _LOOK_AT)
    start = text.lstrip()[:1]
    if start == "<":
        return "claimreview"
    if start in {"{", "["}:
        found = next((name for name, sign in _SIGNS if sign.search(text)), None)
        if found:
            return found
        raise UnreadableFile("this JSON is none that can be imported; choose its format by hand")
    header = text.lstrip("\r\n").partition("\n")[0]
    if "claimReviewed" in header:
        return "insights"
    if "claim_id" in header:
        return "csv"
    raise UnreadableFile("no reader knows this file; see below which ones there are")
