"""RSS and Atom feeds: bytes in, a frozen list of entries out; nothing is fetched here."""

import io
from dataclasses import dataclass
from typing import Any

import feedparser

from tracker.domain.errors import TrackerError
from tracker.readers.cleaning import clean_text

#: What servers call feeds; many say no more than that it is XML, or text.
MEDIA_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/xml",
        "text/xml",
        "text/html",
        "text/plain",
    }
)
MOST_BYTES, MOST_ENTRIES, LONGEST = 5_000_000, 500, 500


class UnreadableFeed(TrackerError):
    """What was fetched is no feed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed: what it is known by, and where its article is."""

    key: str
    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A feed as it came: its title and its entries, in the order of the feed."""

    title: str
    entries: tuple[Entry, ...]


def parse_feed(content: bytes, *, url: str) -> FeedDocument:
    """Read a feed whose relative addresses count from ``url``; raise UnreadableFeed for others."""
    if len(content) > MOST_BYTES:
        raise UnreadableFeed(
            "the feed has %(size)s bytes; %(most)s fit",
            size=len(content),
            most=MOST_BYTES,
        )
    found = feedparser.parse(
        io.BytesIO(content), response_headers={"content-location": url}, sanitize_html=False
    )
    if not found.get("version") or (found.bozo and not found.entries):
        raise UnreadableFeed("this is neither RSS nor Atom; give the address of the feed itself")
    entries = tuple(filter(None, map(_entry, found.entries[:MOST_ENTRIES])))
    return FeedDocument(_line(found.feed.get("title")), entries)


def _entry(entry: Any) -> Entry | None:
    address = entry.get("link") or ""
    url = address if address.startswith(("http://", "https://")) else None
    key = str(entry.get("id") or url or "")[:2_000]
    if not key:
        return None
    return Entry(key, _line(entry.get("title")) or key, url)


def _line(value: Any) -> str:
    return " ".join(clean_text(str(value or "")).split())[:LONGEST]
