"""Data Commons feeds of ClaimReview: elements that may be empty, and tombstones."""

from collections.abc import Iterator
from typing import Any

from tracker.imports import decoding
from tracker.imports.claim_review import Found, drafts_of
from tracker.imports.drafts import Draft, Refusal, UnreadableFile
from tracker.imports.registry import import_format
from tracker.imports.tolerance import addresses, each, unwrapped


@import_format(
    "datafeed",
    label="Data Commons feed",
    description="A feed of fact checks, with those that were taken back",
)
def read_data_feed(content: bytes) -> Iterator[Draft]:
    """Yield every check of the feed; the line of a row is the number of its element."""
    feed = decoding.parse_json(decoding.decode(content))
    if not isinstance(feed, dict) or "dataFeedElement" not in feed:
        raise UnreadableFile("this is no Data Commons feed: it has no dataFeedElement")
    yield from drafts_of(_found(feed["dataFeedElement"]))


def _found(elements: Any) -> Iterator[Found | Refusal]:
    for line, element in enumerate(elements if isinstance(elements, list) else [elements], start=1):
        if not isinstance(element, dict):
            yield Refusal(line, "this element holds nothing")
            continue
        page = next(iter(addresses(element.get("url"))), None)
        reviews = [one for one in each(element.get("item")) if isinstance(one, dict)]
        is_gone = bool(element.get("dateDeleted"))
        if is_gone and not reviews:
            # A tombstone without its check still says which page was taken back.
            reviews = [{"claimReviewed": page, "url": page}] if page else []
        for review in reviews:
            yield Found(line, unwrapped(review), is_withdrawn=is_gone, page=page)
        if not reviews:
            yield Refusal(line, "this element holds no check")
