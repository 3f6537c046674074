"""Bytes in, a Document out: recognise the kind, then let its reader read."""

import re
from dataclasses import replace
from importlib import import_module

from tracker.readers.document import DEFAULT_LIMITS, Document, Limits, Source, UnreadableDocument
from tracker.readers.registry import reader_of
from tracker.readers.sandbox import read_apart
from tracker.readers.sniffing import identify

_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w:.-]{1,40})", re.IGNORECASE)


def read(
    content: bytes,
    *,
    filename: str | None = None,
    media_type: str | None = None,
    url: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Document:
    """Read a document; raise UnreadableDocument, with the reason, where it cannot be read.

    ``media_type`` may carry a charset, as in a Content-Type header. ``url`` is where the document
    came from; addresses in it are relative to that.
    """
    if not content:
        raise UnreadableDocument("the file is empty")
    if len(content) > limits.file_bytes:
        raise UnreadableDocument(
            "the file has %(size)s bytes and the limit is %(most)s",
            size=len(content),
            most=limits.file_bytes,
        )
    kind = identify(content, filename=filename, media_type=media_type)
    charset = _CHARSET.search(media_type or "")
    source = Source(content, charset[1] if charset else None, url, limits)
    document = read_apart(kind, source) if kind.isolated else reader_of(kind)(source)
    return document if document.language else replace(document, language=_recognised(document.text))


def _recognised(text: str) -> str | None:
    # Loaded late, since it brings a model with it; ours to trust, and quick once it is there.
    recognition = import_module("tracker.readers.recognition")
    language: str | None = recognition.recognise_language(text)
    return language
