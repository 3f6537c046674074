"""A source on its way into the store: recognised by its content, its words read where it has any.

Unlike an article, a source may be a picture, or a page or a PDF file without a word in it.
"""

from dataclasses import replace
from urllib.parse import urlsplit

from tracker.domain.evidence import Capture
from tracker.domain.evidence_words import SnapshotOrigin
from tracker.readers.cleaning import clean_text
from tracker.readers.document import DEFAULT_LIMITS, UnreadableDocument
from tracker.readers.fetching import Fetched, fetch
from tracker.readers.pictures import PICTURE_TYPES, picture_type
from tracker.readers.policy import PUBLIC_WEB, Policy
from tracker.readers.reading import read
from tracker.readers.sniffing import identify

#: Kept even where no words can be read in them: people can look at them.
_FOR_THE_EYE = frozenset({"html", "pdf"})
_MOST = DEFAULT_LIMITS.file_bytes


def fetched(url: str, *, policy: Policy = PUBLIC_WEB) -> Capture:
    """Fetch the page, PDF file or picture at a public address; refuse as ``fetching`` does."""
    return of_answer(fetch(url, policy=policy, also=PICTURE_TYPES))


def of_answer(answer: Fetched) -> Capture:
    """Return what a site answered; its address is the one that was asked for."""
    capture = recognised(
        answer.content,
        origin=SnapshotOrigin.FETCHED,
        media_type=answer.media_type,
        url=answer.final_url,
    )
    led_to = answer.final_url if _leads_elsewhere(answer.url, answer.final_url) else None
    return replace(capture, source_url=answer.url, led_to=led_to)


def _leads_elsewhere(asked: str, final: str) -> bool:
    """Tell whether two addresses are of two pages, whatever they say of scheme, www and slash."""
    return _bare(asked) != _bare(final)


def _bare(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return host, parts.path.rstrip("/"), parts.query


def uploaded(content: bytes, *, filename: str | None = None) -> Capture:
    """Take in a file that a person chose; the type that the browser claims counts for nothing."""
    return recognised(content, origin=SnapshotOrigin.UPLOADED, filename=filename)


def pasted(text: str) -> Capture:
    """Take in text that a person pasted."""
    words = clean_text(text).strip()
    if not words:
        raise UnreadableDocument("there is no text in it")
    if len(words) > DEFAULT_LIMITS.text_characters:
        raise UnreadableDocument(
            "paste %(most)s characters at most",
            most=DEFAULT_LIMITS.text_characters,
        )
    return Capture(SnapshotOrigin.PASTED, words.encode(), "text/plain", text=words)


def recognised(
    content: bytes,
    *,
    origin: SnapshotOrigin,
    filename: str | None = None,
    media_type: str | None = None,
    url: str | None = None,
) -> Capture:
    """Say what the bytes are and read their words; raise UnreadableDocument where we keep none."""
    if not content:
        raise UnreadableDocument("the file is empty")
    if len(content) > _MOST:
        raise UnreadableDocument(
            "the file has %(size)s bytes and the limit is %(most)s",
            size=len(content),
            most=_MOST,
        )
    picture = picture_type(content, filename=filename)
    if picture:
        return Capture(origin, content, picture, filename, url)
    kind = identify(content, filename=filename, media_type=media_type)
    try:
        document = read(content, filename=filename, media_type=media_type, url=url)
    except UnreadableDocument:
        if kind.name not in _FOR_THE_EYE:
            raise
        return Capture(origin, content, kind.media_types[0], filename, url)
    return Capture(origin, content, document.media_type, filename, url, document.text)
