"""Reader of plain text."""

import re

from tracker.readers.decoding import decode
from tracker.readers.document import Document, Source
from tracker.readers.finishing import check_length, check_size, finish

_LONGEST_HEADLINE = 150
_WORDS_OF_A_HEADLINE = range(2, 26)
# A sentence ends so, a salutation or a list begins so; headlines may ask or exclaim.
_NO_HEADLINE_END = re.compile(r"[.,;:…\-–—][\"'”’»)]*$")
_SENTENCE_INSIDE = re.compile(r"[a-z]{2}\. [A-Z]")


def read(source: Source) -> Document:
    """Read plain text; its first line is the title only where it looks like a headline."""
    check_size(source)
    decoded = decode(source.content, charset=source.charset)
    check_length(decoded.text, source)
    document = Document(
        text=decoded.text,
        title=headline(decoded.text),
        encoding=decoded.encoding,
        warnings=decoded.warnings,
    )
    return finish(document, source)


def headline(text: str) -> str | None:
    """Return the first line where it looks like a headline above a body, else None."""
    first, _, rest = text.lstrip("\ufeff \t\r\n").partition("\n")
    first = first.strip()
    body = rest.lstrip("\r\n ")
    if not body or not _reads_as_headline(first):
        return None
    apart = rest.lstrip(" \r").startswith("\n")
    return first if apart or len(body.partition("\n")[0]) > len(first) else None


def _reads_as_headline(line: str) -> bool:
    return (
        len(line) <= _LONGEST_HEADLINE
        and len(line.split()) in _WORDS_OF_A_HEADLINE
        and not line[0].islower()
        and not _NO_HEADLINE_END.search(line)
        and not _SENTENCE_INSIDE.search(line)
    )
