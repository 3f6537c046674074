"""Data Commons feeds of ClaimReview: elements that may be empty, and tombstones."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from tracker.imports import decoding
from tracker.imports.claim_review import (
    Found,
    checks_within,
    drafts_of,
    is_claim_review,
)
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
    told = each(decoding.parse_json(decoding.unprefixed(decoding.decode(content))))
    feeds = [one for one in told if isinstance(one, dict) and "dataFeedElement" in one]
    if not feeds:
        raise UnreadableFile("this is no Data Commons feed: it has no dataFeedElement")
    yield from drafts_of(_found(chain.from_iterable(map(_elements, feeds))))


def _elements(feed: dict[str, Any]) -> list[Any]:
    """Return the elements of a feed; those that are empty keep their place, so that lines count."""
    elements = feed["dataFeedElement"]
    return elements if isinstance(elements, list) else [elements]


def _found(elements: Iterable[Any]) -> Iterator[Found | Refusal]:
    for line, held in enumerate(elements, start=1):
        element = next((one for one in each(held) if isinstance(one, dict)), None)
        if element is None:
            yield Refusal(line, "this element holds nothing")
            continue
        page = next(iter(addresses(element.get("url"))), None)
        # Some feeds hold the checks themselves, without an element around each.
        within = held if is_claim_review(element) else element.get("item")
        reviews = list(checks_within(within))
        reviews = reviews or [one for one in each(within) if isinstance(one, dict)]
        is_gone = bool(element.get("dateDeleted"))
        if is_gone and not reviews:
            # A tombstone without its check still says which page was taken back.
            reviews = [{"claimReviewed": page, "url": page}] if page else []
        for review in reviews:
            yield Found(line, unwrapped(review), is_withdrawn=is_gone, page=page)
        if not reviews:
            yield Refusal(line, "this element holds no check")
