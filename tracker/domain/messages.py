"""Messages that keep their values apart, so that the page can say them in its own language.

A ``Message`` is the English text, and remembers the sentence with its placeholders and what
fills them. Whoever ignores that (logs, the command line, the API) has a text as any other.
"""

import json
from collections.abc import Mapping
from typing import Any, Protocol, Self

from tracker.domain.vocabulary import Word


class Tongue(Protocol):
    """A language that messages are said in."""

    def gettext(self, text: str, /) -> str:
        """Return the sentence in this language, its placeholders as they were."""

    def ngettext(self, one: str, many: str, count: int, /) -> str:
        """Return the form of the sentence that goes with the count."""

    def number(self, count: int, /) -> str:
        """Write a count as it is written in this language."""


class Term(str):
    """A word of ours among the values: said in the language of the page, in lower case."""

    __slots__ = ()


class Message(str):
    """A sentence in English that knows its placeholders and its values.

    ``%(count)s`` writes a number with its thousands apart, ``%(number)d`` as the name of a
    record. With ``plural`` the value called ``count`` chooses between the two sentences. Texts
    stand as they are; words of a vocabulary and other messages are translated; of several, all
    are listed.
    """

    __slots__ = ("plural", "text", "values")
    text: str
    plural: str
    values: Mapping[str, Any]

    def __new__(cls, text: str, plural: str = "", /, **values: object) -> Self:
        """Write the sentence in English and keep what it was made of."""
        kept = {name: _kept(value) for name, value in values.items()}
        message = super().__new__(cls, _say(_ENGLISH, text, plural, kept))
        message.text, message.plural, message.values = text, plural, kept
        return message

    def spoken(self, tongue: Tongue) -> str:
        """Return the sentence in another language."""
        return _say(tongue, self.text, self.plural, self.values)

    def pack(self) -> str:
        """Return the message as one text from which ``unpack`` makes it again."""
        return json.dumps(_packed(self), ensure_ascii=False) if self.values else self.text


def unpack(packed: str) -> Message:
    """Return what ``Message.pack`` wrote; any other text is a message without values."""
    return _unpacked(json.loads(packed)) if packed.startswith(_OPENING) else Message(packed)


def say(text: str, tongue: Tongue) -> str:
    """Return a text of ours in another language, whether it holds values or not."""
    if isinstance(text, Message):
        return text.spoken(tongue)
    # Nothing in gettext is the head of the catalogue, so nothing is never looked up.
    return tongue.gettext(text) if text else ""


class _English:
    """The language that the sentences are written in."""

    def gettext(self, text: str, /) -> str:
        return text

    def ngettext(self, one: str, many: str, count: int, /) -> str:
        return one if count == 1 else many

    def number(self, count: int, /) -> str:
        return f"{count:,}"


_ENGLISH = _English()
_OPENING = '{"text": '


class _Count(int):
    """A number that ``%s`` writes as people do, and ``%d`` as it is stored."""

    shown: str

    def __new__(cls, count: int, tongue: Tongue) -> Self:
        counted = super().__new__(cls, count)
        counted.shown = tongue.number(count)
        return counted

    def __str__(self) -> str:
        return self.shown


def _say(tongue: Tongue, text: str, plural: str, values: Mapping[str, Any]) -> str:
    if plural:
        said = tongue.ngettext(text, plural, values["count"])
    else:
        said = tongue.gettext(text) if text else ""
    return (
        said % {name: _shown(value, tongue) for name, value in values.items()} if values else said
    )


def _shown(value: Any, tongue: Tongue) -> str | int:
    if isinstance(value, tuple):
        # Sentences have commas of their own.
        between = "; " if any(isinstance(one, Message) for one in value) else ", "
        return between.join(str(_shown(one, tongue)) for one in value)
    if isinstance(value, Message):
        return value.spoken(tongue)
    if isinstance(value, Term):
        return tongue.gettext(value).lower()
    return _Count(value, tongue) if isinstance(value, int) else str(value)


def _kept(value: object) -> Any:
    if isinstance(value, Word):
        return Term(value.label)
    if isinstance(value, list | tuple):
        return tuple(_kept(one) for one in value)
    return value if isinstance(value, int | str) else str(value)


def _packed(value: Any) -> Any:
    if isinstance(value, Message):
        values = {name: _packed(one) for name, one in value.values.items()}
        return {"text": value.text, "plural": value.plural, "values": values}
    if isinstance(value, Term):
        return {"term": value}
    return [_packed(one) for one in value] if isinstance(value, tuple) else value


def _unpacked(packed: Any) -> Any:
    if isinstance(packed, list):
        return tuple(_unpacked(one) for one in packed)
    if not isinstance(packed, dict):
        return packed
    if "term" in packed:
        return Term(packed["term"])
    values = {name: _unpacked(one) for name, one in packed["values"].items()}
    return Message(packed["text"], packed["plural"], **values)
