"""Labelled articles, one JSON object a line: what `evaluate` reads and the newsroom exports.

A line is `{"id", "text", "attributions": [{"content", "cue", "source"}]}`; each part is a list of
`[start, end]` in code points of the text, half open. A cue or a source may be missing.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from tracker.extraction.candidates import Span

PARTS: Final = ("content", "cue", "source")
_PAIR: Final = 2


class MalformedLine(ValueError):
    """A line does not hold a labelled article; the message says where and what to do."""

    def __init__(self, number: int, reason: str) -> None:
        """Name the line, counted from 1, and what is wrong with it."""
        super().__init__(f"line {number}: {reason}")
        self.number = number


@dataclass(frozen=True, slots=True)
class Labels:
    """Where one attribution stands: what is said, the words that say so, and who is named.

    ``reference`` names a source that the text does not: where nothing is marked as source, a
    predicted one that shares a word with it is right.
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    reference: str = ""


@dataclass(frozen=True, slots=True)
class LabelledText:
    """An article and every attribution in it."""

    name: str
    text: str
    attributions: tuple[Labels, ...]


def read_labelled(
    lines: Iterable[str], *, texts: dict[str, str] | None = None
) -> Iterator[LabelledText]:
    """Yield the article of every line that is not blank, or raise `MalformedLine`.

    With ``texts`` the lines are predictions: each needs no text of its own, and its spans are
    measured against the text that is named there.
    """
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        document = _document(number, line)
        name = _name(number, document)
        if name in seen:
            raise MalformedLine(number, f'the id "{name}" is that of line {seen[name]}, too')
        seen[name] = number
        text = _text(number, document, name, texts)
        yield LabelledText(name, text, tuple(_attributions(number, document, text)))


def _document(number: int, line: str) -> dict[str, Any]:
    try:
        document = json.loads(line)
    except ValueError as error:
        raise MalformedLine(number, "this is no JSON; write one object a line") from error
    if not isinstance(document, dict):
        raise MalformedLine(number, 'write an object with "id", "text" and "attributions"')
    return document


def _name(number: int, document: dict[str, Any]) -> str:
    name = document.get("id")
    if not isinstance(name, str | int) or isinstance(name, bool) or name == "":
        raise MalformedLine(number, 'give the article an "id", a text or a number')
    return str(name)


def _text(number: int, document: dict[str, Any], name: str, texts: dict[str, str] | None) -> str:
    if texts is not None:
        if name not in texts:
            raise MalformedLine(number, f'no labelled article has the id "{name}"; remove the line')
        return texts[name]
    text = document.get("text")
    if not isinstance(text, str):
        raise MalformedLine(number, 'put the words of the article in "text"')
    return text


def _attributions(number: int, document: dict[str, Any], text: str) -> Iterator[Labels]:
    listed = document.get("attributions")
    if not isinstance(listed, list):
        raise MalformedLine(number, 'list what is said in "attributions", [] where nothing is')
    for place, attribution in enumerate(listed, 1):
        if not isinstance(attribution, dict):
            raise MalformedLine(number, f'attribution {place} must be an object with "content"')
        parts = {
            part: _spans(number, f"{part} of attribution {place}", attribution.get(part), len(text))
            for part in PARTS
        }
        reference = attribution.get("reference")
        yield Labels(**parts, reference=reference if isinstance(reference, str) else "")


def _spans(number: int, where: str, listed: Any, length: int) -> tuple[Span, ...]:
    if listed is None:
        return ()
    if not isinstance(listed, list):
        raise MalformedLine(number, f"the {where} must be a list such as [[0, 24]]")
    found = []
    for pair in listed:
        if not (
            isinstance(pair, list) and len(pair) == _PAIR and all(type(end) is int for end in pair)
        ):
            raise MalformedLine(number, f"the {where} must hold pairs of whole numbers")
        start, end = pair
        if not 0 <= start < end <= length:
            raise MalformedLine(
                number,
                f"the {where} reaches from {start} to {end}, but the text has {length} characters; "
                "count code points, the end not included",
            )
        found.append(Span(start, end))
    return tuple(found)
