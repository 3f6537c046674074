"""The last steps of every reader: clean text, tidy facts, limits."""

from dataclasses import replace

from tracker.readers.cleaning import clean_text, one_line
from tracker.readers.document import Document, Source, UnreadableDocument


def finish(document: Document, source: Source) -> Document:
    """Return the document as it is handed out; raise UnreadableDocument without fitting text."""
    text = clean_text(document.text)
    check_length(text, source)
    if not text.strip():
        raise UnreadableDocument("no text was found in it")
    return replace(
        document,
        text=text,
        title=one_line(document.title, longest=500),
        outlet=one_line(document.outlet, longest=200),
        byline=one_line(document.byline, longest=300),
        warnings=tuple(one_line(warning) or "" for warning in document.warnings),
    )


def check_size(source: Source) -> None:
    """Raise UnreadableDocument for bytes that are too many in every charset; none needs 5."""
    longest = source.limits.text_characters
    if len(source.content) > 4 * longest:
        raise UnreadableDocument(
            "its text is longer than the limit of %(most)s characters; split it into parts",
            most=longest,
        )


def check_length(text: str, source: Source) -> None:
    """Raise UnreadableDocument where the text is longer than a document may be."""
    longest = source.limits.text_characters
    if len(text) > longest:
        raise UnreadableDocument(
            "its text has %(size)s characters and the limit is %(most)s; split it into parts",
            size=len(text),
            most=longest,
        )
