"""Reader of Word documents (.docx), by python-docx."""

import io
import re
import zlib
from collections.abc import Iterator
from datetime import date
from typing import Any
from zipfile import BadZipFile, ZipFile

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from tracker.readers.archives import check_archive
from tracker.readers.document import Document, Source, UnreadableDocument
from tracker.readers.finishing import finish
from tracker.readers.language import stated_language

_PARAGRAPH, _TEXT, _TAB = qn("w:p"), qn("w:t"), qn("w:tab")
_BREAKS = {qn("w:br"), qn("w:cr")}
_HYPHEN = qn("w:noBreakHyphen")
# What was struck out, and what Word repeats for older programs.
_UNSEEN = {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:instrText")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TITLE_STYLE = re.compile(r"title|heading ?1", re.IGNORECASE)
_MOST_PARAGRAPHS = 20_000
_LOOKED_THROUGH = 20
_BROKEN = (KeyError, ValueError, SyntaxError, BadZipFile, zlib.error, EOFError, OSError)
# The template of python-docx states an author and a day of its own.
_TEMPLATE = "python-docx"
_TEMPLATE_DAY = date(2013, 12, 23)


def read(source: Source) -> Document:
    """Read a Word document: its paragraphs in order, tables included, as they stand after edits."""
    check_archive(source.content, source.limits)
    _refuse_macros(source.content)
    try:
        word = docx.Document(io.BytesIO(source.content))
    except (*_BROKEN, AttributeError) as error:
        raise UnreadableDocument("it is damaged or no Word document; save it anew") from error
    made_on, warnings = _made_on(word)
    properties = word.core_properties
    document = Document(
        text="\n".join(filter(str.strip, _paragraphs(word))),
        title=properties.title or _styled_title(word),
        byline=properties.author if properties.author != _TEMPLATE else None,
        published_on=made_on,
        language=stated_language(properties.language),
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        warnings=warnings,
    )
    return finish(document, source)


def _refuse_macros(content: bytes) -> None:
    with ZipFile(io.BytesIO(content)) as archive:
        if any("vbaproject" in name.lower() for name in archive.namelist()):
            raise UnreadableDocument("it contains macros; save it as .docx without them")


def _made_on(word: WordDocument) -> tuple[date | None, tuple[str, ...]]:
    properties = word.core_properties
    made = properties.created
    if made is None or made.date() == _TEMPLATE_DAY:
        return None, ()
    return made.date(), ("the date is the day on which the file was made; check it",)


def _paragraphs(word: WordDocument) -> Iterator[str]:
    for number, paragraph in enumerate(word.element.body.iter(_PARAGRAPH)):
        if number >= _MOST_PARAGRAPHS:
            raise UnreadableDocument(
                "it has more than %(most)s paragraphs; split it",
                most=_MOST_PARAGRAPHS,
            )
        if not any(above.tag in {_FALLBACK, *_UNSEEN} for above in paragraph.iterancestors()):
            yield "".join(_pieces(paragraph)).strip()


def _pieces(element: Any) -> Iterator[str]:
    """Yield the visible words below the element; paragraphs inside it speak for themselves."""
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in {_TAB, *_BREAKS}:
            yield " "
        elif child.tag == _HYPHEN:
            yield "-"
        elif child.tag not in {_PARAGRAPH, _FALLBACK, *_UNSEEN}:
            yield from _pieces(child)


def _styled_title(word: WordDocument) -> str | None:
    for paragraph in word.paragraphs[:_LOOKED_THROUGH]:
        style = paragraph.style
        if style and _TITLE_STYLE.fullmatch(style.name or "") and paragraph.text.strip():
            return paragraph.text
    return None
