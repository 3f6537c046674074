"""What kind of document the bytes are; its name, its sender and its content must agree."""

import re
from pathlib import PurePosixPath

from tracker.domain.messages import Message
from tracker.readers.document import UnreadableDocument
from tracker.readers.registry import (
    KINDS,
    SUFFIXES,
    Kind,
    kind_called,
    kind_of_media_type,
    kind_of_suffix,
)

# What stands at the beginning of files that are no articles: mark, and what to call it.
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Message("an old Office file; save it as .docx")),
    (b"{\\rtf", Message("a rich text file; save it as .docx")),
    (b"\x89PNG", Message("a picture")),
    (b"\xff\xd8\xff", Message("a picture")),
    (b"GIF8", Message("a picture")),
    (b"II*\x00", Message("a picture")),
    (b"MM\x00*", Message("a picture")),
    (b"RIFF", Message("a picture or a recording")),
    (b"\x1f\x8b", Message("a packed file; unpack it first")),
    (b"BZh", Message("a packed file; unpack it first")),
    (b"\xfd7zXZ", Message("a packed file; unpack it first")),
    (b"7z\xbc\xaf", Message("a packed file; unpack it first")),
    (b"Rar!", Message("a packed file; unpack it first")),
    (b"MZ\x90\x00", Message("a program")),
    (b"\x7fELF", Message("a program")),
    (b"SQLite format 3", Message("a database")),
    (b"%!PS", Message("a PostScript file; save it as PDF")),
    (b"ID3", Message("a recording")),
)
_OFFICE = (
    (b"word/", "docx"),
    (b"xl/", Message("a spreadsheet; save the article as .docx")),
    (b"ppt/", Message("a presentation; save it as PDF")),
    (b"opendocument", Message("an OpenDocument file; save it as .docx")),
    (b"epub", Message("an e-book; save the article as PDF")),
)
# The comments are matched atomically: tried in every grouping they would take for ever.
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?>(?:<!--.*?-->\s*)*)"
    rb"<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    rb"<(p|div|article|section|main|h[1-6]|span|a|br|table|ul|meta|title)[\s/>]", re.IGNORECASE
)
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{0,60}):[ \t]?[^\r\n]*")
_MAIL_HEADERS = frozenset(
    b"from to subject date received message-id mime-version return-path content-type "
    b"delivered-to reply-to cc sender dkim-signature".split()
)
#: How much of the beginning is looked at.
_HEAD = 8192
_PDF_HEAD = 1024
_GENERIC = {"", "application/octet-stream", "application/zip", "binary/octet-stream"}
# Which findings fit which kind: a text may look like a message or contain a tag.
_FITS = {
    "text": {"text", "markup", "mail"},
    "markdown": {"text", "markup", "mail"},
    "html": {"html", "markup"},
    "docx": {"docx"},
    "pdf": {"pdf"},
    "mail": {"mail"},
}
_INNER_SUFFIXES = (set(SUFFIXES) - {".txt", ".text", ".md", ".markdown"}) | {
    ".exe", ".scr", ".bat", ".cmd", ".vbs", ".ps1", ".js", ".jar", ".zip", ".docm", ".doc",
}  # fmt: skip


def identify(content: bytes, *, filename: str | None = None, media_type: str | None = None) -> Kind:
    """Return the kind of the document; raise UnreadableDocument where the signs disagree."""
    found = _finding(content)
    named = _kind_named(filename) if filename else None
    sent = _kind_sent(media_type)
    kind = _agreed(named, sent) or kind_called({"markup": "html"}.get(found, found))
    if found not in _FITS[kind.name]:
        raise UnreadableDocument(
            "it is called %(kind)s, but its content is %(found)s; give it the ending that fits",
            kind=kind.label,
            found=_content_label(found),
        )
    _refuse_polyglot(content, kind)
    return kind


def _kind_named(filename: str) -> Kind | None:
    name = filename.replace("\\", "/").rpartition("/")[2].strip(" .")
    if re.search(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", name):
        raise UnreadableDocument("its name contains hidden characters; rename it")
    suffixes = [suffix.lower() for suffix in PurePosixPath(name).suffixes]
    if not suffixes:
        return None
    kind = kind_of_suffix(suffixes[-1])
    if kind is None:
        known = ", ".join(kind.suffixes[0] for kind in KINDS)
        raise UnreadableDocument(
            "files ending in “%(suffix)s” are not read; save it as one of %(known)s",
            suffix=suffixes[-1][:20],
            known=known,
        )
    if double := [suffix for suffix in suffixes[:-1] if suffix in _INNER_SUFFIXES]:
        raise UnreadableDocument(
            "its name ends twice (%(endings)s); rename it with one ending",
            endings=double[-1] + suffixes[-1],
        )
    return kind


def _kind_sent(media_type: str | None) -> Kind | None:
    bare = (media_type or "").partition(";")[0].strip().lower()
    kind = kind_of_media_type(bare)
    if kind is None and bare.startswith(("image/", "audio/", "video/", "font/")):
        raise UnreadableDocument(
            "it was sent as %(type)s, which holds no article text", type=bare[:60]
        )
    if kind is None and bare not in _GENERIC and "/" not in bare:
        raise UnreadableDocument("“%(type)s” is no media type", type=bare[:60])
    return kind


def _agreed(named: Kind | None, sent: Kind | None) -> Kind | None:
    if named is None or sent is None:
        return named or sent
    # Senders that know no better call every text text/plain.
    textual = {"text", "markdown", "html", "mail"}
    if named == sent or (sent.name == "text" and named.name in textual):
        return named
    raise UnreadableDocument(
        "its name says %(named)s, but it was sent as %(sent)s; rename it",
        named=named.label,
        sent=sent.label,
    )


def _finding(content: bytes) -> str:
    """Return the kind of content: a kind's name, or ``markup``; refuse what is foreign."""
    head = content[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if head.lstrip()[:5] == b"%PDF-":
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _archive_finding(content)
    for mark, label in _FOREIGN:
        if head.startswith(mark) or head[4:8] == b"ftyp":
            raise UnreadableDocument("it is %(found)s", found=label)
    return _textual_finding(_without_wide_nulls(head))


def _archive_finding(content: bytes) -> str:
    for mark, label in _OFFICE:
        if mark in content:
            if label == "docx" and b"[Content_Types].xml" in content:
                return label
            raise UnreadableDocument("it is %(found)s", found=label)
    raise UnreadableDocument("it is a ZIP archive; unpack it first")


def _textual_finding(head: bytes) -> str:
    if _PAGE.match(head):
        return "html"
    if head.lstrip()[:5].lower() == b"<?xml":
        raise UnreadableDocument("it is an XML file, not a web page; save the page as HTML")
    if b"\x00" in head:
        raise UnreadableDocument("it is not a text: it contains zero bytes")
    if _is_message(head):
        return "mail"
    return "markup" if _TAG.search(head) else "text"


def _without_wide_nulls(head: bytes) -> bytes:
    """Return UTF-16 and UTF-32 text with a mark as if it were ASCII, for a look at its tags."""
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff"))
    return head[2:].replace(b"\x00", b"") if wide else head


def _is_message(head: bytes) -> bool:
    lines = head.lstrip(b"\r\n").splitlines()
    if lines and lines[0].startswith(b"From "):
        del lines[0]
    names = set()
    for line in lines:
        header = _HEADER.fullmatch(line)
        if header:
            names.add(header[1].lower())
        elif not line[:1].isspace() or not names:
            break
    return len(names & _MAIL_HEADERS) > 1


def _refuse_polyglot(content: bytes, kind: Kind) -> None:
    """Refuse a file that another program would take for a document of another kind."""
    as_pdf = b"%PDF-" in content[:_PDF_HEAD] and b"%%EOF" in content
    as_archive = b"PK\x05\x06" in content[-66_000:] and b"PK\x01\x02" in content
    if (as_pdf and kind.name != "pdf") or (as_archive and kind.name != "docx"):
        is_pdf = as_pdf and kind.name != "pdf"
        raise UnreadableDocument(
            "it is %(kind)s and %(second)s at once; save it anew",
            kind=kind.label,
            second=kind_called("pdf").label if is_pdf else Message("an archive"),
        )


def _content_label(found: str) -> Message:
    return Message("marked up text") if found == "markup" else kind_called(found).label
