"""Reader of PDF files, by pypdf."""

import io
import logging
import re
from collections.abc import Mapping
from datetime import date

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError

from tracker.domain.messages import Message
from tracker.readers.cleaning import one_line
from tracker.readers.dates import stated_date
from tracker.readers.document import Document, Source, UnreadableDocument
from tracker.readers.finishing import check_length, finish
from tracker.readers.reflow import paragraphs

# What programs write where the author named nothing.
_NO_TITLE = re.compile(
    r"\(?(untitled|anonymous|unspecified)\)?|untitled.*|microsoft \w+ - .*"
    r"|.*\.(docx?|pdf|indd|qxd|rtf|odt|txt|html?)|layout \d+"
    r"|document\d*|slide \d+|https?://.*|about:blank|\W*",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"\(?(anonymous|unspecified|unknown)\)?|user|admin(istrator)?|owner|\W*", re.IGNORECASE
)
_MOST_OBJECTS = 100_000
#: Bytes of instructions on one page: a page of text has a tenth of that, a map ten times.
_MOST_STROKES = 1_500_000
_BROKEN = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError)


def read(source: Source) -> Document:
    """Read a PDF file: the paragraphs of its pages and the facts in its metadata."""
    # Its complaints about damaged files are for programmers; the refusal is for the person.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        return finish(_document(source), source)
    except UnreadableDocument:
        raise
    except LimitReachedError as error:
        raise UnreadableDocument("it unpacks to more than a document may hold") from error
    except (FileNotDecryptedError, DependencyError, NotImplementedError) as error:
        raise UnreadableDocument("it is protected; print it to a new PDF file") from error
    except (*_BROKEN, AssertionError, ArithmeticError) as error:
        raise UnreadableDocument("it is damaged or no PDF file; print it to a new one") from error


def _document(source: Source) -> Document:
    if source.content.count(b"endobj") > _MOST_OBJECTS:
        raise UnreadableDocument("it has more than %(most)s objects; split it", most=_MOST_OBJECTS)
    reader = PdfReader(io.BytesIO(source.content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableDocument("it is protected by a password; save it without one")
    pages, drawings = _pages(reader, source)
    if not "".join(pages).strip():
        raise UnreadableDocument("it holds pictures of text, not text; run text recognition first")
    body, warnings = paragraphs(pages)
    facts: Mapping[str, object] = reader.metadata or {}
    made_on = stated_date(str(facts.get("/CreationDate") or ""))
    return Document(
        text="\n".join(body),
        title=_stated(facts.get("/Title"), _NO_TITLE),
        byline=_stated(facts.get("/Author"), _NO_AUTHOR),
        outlet=_publisher(reader),
        published_on=made_on,
        media_type="application/pdf",
        warnings=(*drawings, *warnings, *_date_warning(made_on)),
    )


def _pages(reader: PdfReader, source: Source) -> tuple[list[str], tuple[str, ...]]:
    """Return the text of each page, and warnings about those that were left out."""
    count, most = len(reader.pages), source.limits.pages
    if count > most:
        raise UnreadableDocument(
            "it has %(count)s pages and the limit is %(most)s; split it", count=count, most=most
        )
    pages: list[str] = []
    drawings: list[str] = []
    length = 0
    for number, page in enumerate(reader.pages, 1):
        contents = page.get_contents()
        if contents is not None and len(contents.get_data()) > _MOST_STROKES:
            drawings.append(
                Message("page %(number)d was left out: it is a drawing, not text", number=number)
            )
            continue
        pages.append(page.extract_text())
        length += len(pages[-1])
        if length > source.limits.text_characters:
            check_length("".join(pages), source)
    return pages, tuple(drawings)


def _stated(entry: object, meaningless: re.Pattern[str]) -> str | None:
    line = one_line(str(entry or ""))
    return None if line is None or meaningless.fullmatch(line) else line


def _publisher(reader: PdfReader) -> str | None:
    """Return the publisher of the embedded XMP record (Dublin Core), where there is one."""
    try:
        record = reader.xmp_metadata
        return ", ".join(record.dc_publisher or ()) or None if record else None
    except _BROKEN:
        return None


def _date_warning(made_on: date | None) -> tuple[str, ...]:
    return ("the date is the day on which the file was made; check it",) if made_on else ()
