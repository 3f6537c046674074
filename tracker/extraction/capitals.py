"""A text all in capitals, written as newspapers write: so that names stand out again."""

import re
from collections.abc import Container, Iterator, Sequence
from typing import Final

from tracker.extraction.cues import acts
from tracker.extraction.words import demonyms, is_common, is_given, is_role, places

#: From this share of capitals among its letters on, a text shouts.
_SHOUTED: Final = 0.9
#: Fewer letters tell nothing.
_FEWEST: Final = 40
#: An abbreviation has no more letters: "FBI", "CNBC".
_SHORT: Final = 4
_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_OPENS: Final = re.compile(r"(?:\A|[.!?:]|\n)[\s\"“‘'(]*\Z")
#: How far before a word its sentence may begin, at most.
_NEAR: Final = 6


def shouts(text: str) -> bool:
    """Say whether a text is all in capitals, but for a word here and there."""
    letters = [sign for sign in text if sign.isalpha()]
    capitals = sum(sign.isupper() for sign in letters)
    return len(letters) >= _FEWEST and capitals >= _SHOUTED * len(letters)


def calmed(text: str) -> str:
    """Return a text with small letters, and capitals where a sentence or a name begins.

    Every sign keeps its place. A word that no list knows is a name if it stands, anywhere in the
    text, behind a given name or beside a title or a verb of saying; a short one that stands behind
    neither name nor title is an abbreviation and keeps its capitals.
    """
    words = [one[0].lower() for one in _WORD.finditer(text)]
    people, others = set(_people(words)), set(_speaking(words))
    return _WORD.sub(lambda word: _calmed(word, people, others), text)


def _people(words: Sequence[str]) -> Iterator[str]:
    """Yield the words that the lists know as names, and those right behind them or a title."""
    for before, word in zip(["", *words], words, strict=False):
        told = _is_unknown(word) and (is_given(before.title()) or is_role(before))
        if told or _is_listed(word.title()):
            yield word


def _speaking(words: Sequence[str]) -> Iterator[str]:
    """Yield what no list knows before a title, or beside a verb of saying."""
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        if _is_unknown(word) and (is_role(after) or {before, after} & acts().keys()):
            yield word


def _is_listed(name: str) -> bool:
    return is_given(name) or name in places() or name in demonyms()


def _is_unknown(word: str) -> bool:
    return not is_common(word) and not is_role(word)


def _calmed(word: re.Match[str], people: Container[str], others: Container[str]) -> str:
    small = word[0].lower()
    if len(small) != len(word[0]):
        return word[0]
    title = small[0].upper() + small[1:]
    if small in people:
        return title
    if small in others:
        return title if len(small) > _SHORT else word[0]
    before = word.string[max(0, word.start() - _NEAR) : word.start()]
    return title if _OPENS.search(before) else small
