"""Bytes to text, and text to JSON, whatever program wrote them."""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

import orjson

from tracker.domain.messages import Message
from tracker.imports.drafts import UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_TEXT = Message("this is no text file; choose the file that was exported")
#: Control characters that hardly any text holds; a picture holds them at once.
_BINARY = frozenset(range(9)) | frozenset(range(14, 27))
_LOOK_AT = 4_096
_PREFIXED = re.compile(r'"(?:schema:|https?://schema\.org/)(\w+)"\s*:')


def decode(content: bytes, *, is_whole: bool = True) -> str:
    """Return the text of a file in UTF-8, in UTF-16 with its mark, or in Windows' Latin.

    Of a part that is not the whole, the character that was cut at its end is left out.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content, encoding, is_whole=is_whole)
    head = content[:_LOOK_AT]
    if unmarked := _unmarked(head):
        return _decoded(content, unmarked, is_whole=is_whole)
    if 0 in head:
        raise UnreadableFile(_NO_TEXT)
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(content, is_whole)
    except UnicodeDecodeError as error:
        # A text may hold a control sign, and so may what was quoted from it.
        if _BINARY.intersection(head):
            raise UnreadableFile(_NO_TEXT) from error
        # Every other byte has a meaning there, and spreadsheets of the West still write it.
        return content.decode("cp1252", "replace")


def parse_json(text: str) -> Any:
    """Return what the JSON text says; figures that are none (NaN, Infinity) are read as unknown.

    Raises UnreadableFile naming the line where it breaks off or is wrong, or saying that it is
    nested too deep.
    """
    try:
        return orjson.loads(text.encode("utf-8", "surrogatepass"))
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(text, parse_constant=lambda _name: None)
    except json.JSONDecodeError as error:
        raise UnreadableFile(
            "the JSON is wrong or cut off at line %(line)d, column %(column)d",
            line=error.lineno,
            column=error.colno,
        ) from error
    except (RecursionError, ValueError) as error:
        raise UnreadableFile("the JSON is nested too deep, or holds too large a figure") from error


def unprefixed(text: str) -> str:
    """Return JSON-LD in which schema.org's own names stand without the vocabulary before them."""
    return _PREFIXED.sub(r'"\1":', text)


def json_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the number and the text of each line that holds anything."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _unmarked(head: bytes) -> str | None:
    """Return which UTF-16 a text without a mark is in: of Western letters every other byte is 0."""
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(head) > 1 and not any(head[start::2]) and all(head[1 - start :: 2]):
            return encoding
    return None


def _decoded(content: bytes, encoding: str, *, is_whole: bool) -> str:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(content, is_whole)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            "the file begins as %(encoding)s but does not go on so", encoding=encoding.upper()
        ) from error
    return text.removeprefix("\ufeff")
