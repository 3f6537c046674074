"""An article that a program brings: fetched or taken as text, before any database is asked."""

from dataclasses import replace
from typing import Any

from tracker import readers
from tracker.domain.commands import ArticleDraft, Original
from tracker.domain.errors import InvalidEdit, TrackerError
from tracker.readers.fetching import fetch
from tracker.web.api.problems import Problem
from tracker.web.saving.arrivals import settings

#: What a program may say about an article, over what the article says itself.
_STATED = ("title", "outlet", "byline", "published_on", "language", "canonical_url", "archive_url")


def draft(sent: dict[str, Any]) -> ArticleDraft:
    """Return the article as a draft; raise Problem 422 where it cannot be read."""
    stated = {name: sent[name] for name in _STATED if sent[name] is not None}
    read = _fetched(sent["url"]) if sent["text"] is None else _as_sent(sent["text"])
    found = replace(read, **stated)
    if not found.title.strip():
        raise InvalidEdit("title", "give the article a headline")
    return found


def _as_sent(text: str) -> ArticleDraft:
    original = Original(text.encode(), "text/plain; charset=utf-8")
    return ArticleDraft(text=text, title="", original=original)


def _fetched(url: str) -> ArticleDraft:
    if not settings().fetch:
        raise Problem(422, "this newsroom does not fetch pages; send the text")
    try:
        page = fetch(url.strip())
        document = readers.read(page.content, media_type=page.media_type, url=page.final_url)
    except TrackerError as error:
        raise InvalidEdit("url", error.message) from error
    return ArticleDraft(
        text=document.text,
        title=document.title or "",
        outlet=document.outlet,
        outlet_domain=document.outlet_domain,
        byline=document.byline,
        published_on=document.published_on,
        language=document.language or "en",
        canonical_url=document.canonical_url or page.final_url,
        original=Original(page.content, page.media_type, source_url=page.final_url),
    )
