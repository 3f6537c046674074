"""The kinds of documents that can be read; each names the module that reads it.

A new kind is one row here and one module with ``read(source: Source) -> Document``. Modules are
imported when they are needed, since the parsers take longer to load than most files to read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from tracker.domain.messages import Message
from tracker.readers.document import Document, Source


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document and how it is recognised."""

    name: str
    label: Message
    module: str
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]
    #: Parsed in a process of its own, with limits on memory and time.
    isolated: bool = True


KINDS = (
    Kind(
        "text",
        Message("plain text"),
        "plain_text",
        (".txt", ".text"),
        ("text/plain",),
        isolated=False,
    ),
    Kind(
        "markdown",
        Message("Markdown"),
        "markdown",
        (".md", ".markdown"),
        ("text/markdown", "text/x-markdown"),
    ),
    Kind(
        "html",
        Message("a web page"),
        "web_page",
        (".html", ".htm", ".xhtml"),
        ("text/html", "application/xhtml+xml", "text/xml", "application/xml"),
    ),
    Kind(
        "docx",
        Message("a Word document (.docx)"),
        "word",
        (".docx",),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
    ),
    Kind("pdf", Message("a PDF file"), "pdf", (".pdf",), ("application/pdf", "application/x-pdf")),
    Kind("mail", Message("an e-mail message"), "mail", (".eml",), ("message/rfc822",)),
)
SUFFIXES = tuple(suffix for kind in KINDS for suffix in kind.suffixes)


def kind_called(name: str) -> Kind:
    """Return the kind of that name; raise KeyError where there is none."""
    return {kind.name: kind for kind in KINDS}[name]


def kind_of_suffix(suffix: str) -> Kind | None:
    """Return the kind that a file name's ending stands for."""
    return next((kind for kind in KINDS if suffix.lower() in kind.suffixes), None)


def kind_of_media_type(media_type: str) -> Kind | None:
    """Return the kind that a bare media type (without parameters) stands for."""
    return next((kind for kind in KINDS if media_type.lower() in kind.media_types), None)


def reader_of(kind: Kind) -> Callable[[Source], Document]:
    """Import the kind's module and return its ``read``."""
    module = import_module(f"tracker.readers.{kind.module}")
    return cast("Callable[[Source], Document]", module.read)
