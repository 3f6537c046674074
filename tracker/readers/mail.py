"""Reader of e-mail messages (.eml): the letter and its headers, never its attachments."""

import re
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr

from tracker.readers.dates import stated_date
from tracker.readers.decoding import Decoded, decode
from tracker.readers.document import Document, Source, UnreadableDocument
from tracker.readers.finishing import finish
from tracker.readers.language import stated_language
from tracker.readers.web_page import page_document

# How the standard parser trips over malformed headers; a fuzzer found each of them.
_BROKEN = (MessageError, ValueError, LookupError, AttributeError, TypeError, NameError)
_MOST_PARTS = 1000
# The standard parser hands each line through every level above it, and needs minutes for
# headers of many words.
_MULTIPART = re.compile(rb"boundary\s*=", re.IGNORECASE)
_MOST_MULTIPARTS = 100
_LONG_HEADER = re.compile(
    rb"^(?:content-[a-z-]+|from|to|cc|sender|reply-to|subject|date)[ \t]*:"
    rb"(?:[^\n]{10000}|[^\n]*(?:\n[ \t][^\n]*){200})",
    re.IGNORECASE | re.MULTILINE,
)
_NAMED_ATTACHMENTS = 5


def read(source: Source) -> Document:
    """Read a message: subject, sender's name and day; the plain text, or else the HTML."""
    _refuse_thickets(source.content)
    try:
        message = message_from_bytes(source.content, policy=policy.default)
        return finish(_document(message, source), source)
    except UnreadableDocument:
        raise
    except _BROKEN as error:
        raise UnreadableDocument("it is damaged or no e-mail message") from error


def _refuse_thickets(content: bytes) -> None:
    if len(_MULTIPART.findall(content)) > _MOST_MULTIPARTS:
        raise UnreadableDocument("its parts nest too deep")
    if content.count(b"\n--") > _MOST_PARTS:
        raise UnreadableDocument("the message has more than %(most)s parts", most=_MOST_PARTS)
    if _LONG_HEADER.search(content):
        raise UnreadableDocument("its headers are longer than those of a letter")


def _document(message: EmailMessage, source: Source) -> Document:
    attachments = _attachments(message)
    letter = _letter(message, source)
    return Document(
        text=letter.text,
        title=_header(message, "Subject"),
        byline=parseaddr(_header(message, "From") or "")[0] or None,
        published_on=stated_date(_header(message, "Date")),
        language=stated_language(_header(message, "Content-Language")) or letter.language,
        media_type="message/rfc822",
        encoding=letter.encoding,
        warnings=(*letter.warnings, *attachments),
    )


def _letter(message: EmailMessage, source: Source) -> Document:
    plain, html = _body(message, "plain"), _body(message, "html")
    if plain is not None and plain.text.strip():
        return Document(text=plain.text, encoding=plain.encoding, warnings=plain.warnings)
    if html is not None:
        return page_document(html, url=source.url)
    raise UnreadableDocument("the message has no text of its own, only attachments")


def _body(message: EmailMessage, subtype: str) -> Decoded | None:
    part = message.get_body(preferencelist=(subtype,))
    if part is None or part.get_content_type() != f"text/{subtype}":
        return None
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return None
    return decode(content, charset=part.get_content_charset())


def _attachments(message: EmailMessage) -> tuple[str, ...]:
    """Return a warning that names what was left out, or nothing."""
    names = [
        part.get_filename() or part.get_content_type()
        for part in message.walk()
        if part.get_content_disposition() == "attachment"
    ]
    if not names:
        return ()
    shown = ", ".join(names[:_NAMED_ATTACHMENTS])
    more = " and more" if len(names) > _NAMED_ATTACHMENTS else ""
    return (f"attachments were left out: {shown}{more}",)


def _header(message: EmailMessage, name: str) -> str | None:
    try:
        return str(message[name]) if message[name] else None
    except _BROKEN:
        return None
