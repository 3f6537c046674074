"""What people look for, and the words it is looked for in: the same whatever the database.

A text is searched as its words, folded and with one space between them. So an index needs to
know nothing of languages, and both databases find the same.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from tracker.domain.folding import fold

#: What is longer is nobody's word, and no claim has so many; indexes have limits, too.
LONGEST_WORD, MOST_WORDS = 100, 10_000
#: A question of more words than this is cut.
MOST_TERMS = 32
#: Scripts that are written without spaces: every sign is a word of its own.
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_MARKS = '["“”„«»]'


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand side by side; the last of an open one may go on."""

    words: tuple[str, ...]
    is_open: bool = False

    @property
    def phrase(self) -> str:
        """Return the words as they stand in a text that is searched."""
        return " ".join(self.words)

    def stands_in(self, searched: str) -> bool:
        """Tell whether the words stand in a text that ``searched_text`` made."""
        end = "" if self.is_open else " "
        return f" {self.phrase}{end}" in f" {searched} "


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, and whether it is what was looked for."""

    words: str
    is_found: bool


def words(text: str) -> list[str]:
    """Return the words of a text, folded: letters, digits and the signs that belong to them."""
    folded = fold(text)
    if folded.isascii():
        found = _ASCII_WORD.findall(folded)
    else:
        apart = UNSPACED.sub(r" \g<0> ", folded)
        found = "".join(sign if _is_of_word(sign) else " " for sign in apart).split()
    return [word[:LONGEST_WORD] for word in found[:MOST_WORDS]]


def searched_text(text: str) -> str:
    """Return the text as it is kept for searching."""
    return " ".join(words(text))


@lru_cache(maxsize=256)
def terms(question: str) -> tuple[Term, ...]:
    """Return what a question asks for; all of it must stand in what is found.

    Each word finds the words that begin with it, so that ``tariff`` finds tariffs; a number or
    a single letter finds itself alone. What stands between quotation marks is found as it
    stands, word by word. No sign has any other meaning.
    """
    return tuple(_asked(question))[:MOST_TERMS]


def is_asked(question: str) -> bool:
    """Tell whether anything is looked for, be it only a sign that nothing can be found by."""
    return bool(question.strip())


def fits(question: str, text: str) -> bool:
    """Tell whether a text holds all that a question asks for."""
    asked, searched = terms(question), searched_text(text)
    return all(term.stands_in(searched) for term in asked) and bool(asked or not question.strip())


def marked(question: str, text: str) -> list[Piece]:
    """Cut a text where what was looked for begins and ends; joined, the pieces are the text."""
    if not terms(question):
        return [Piece(text, is_found=False)] if text else []
    places = [(word, run) for run in _runs(text) for word in words(text[run[0] : run[1]])]
    found = {run for term in terms(question) for run in _places(term, places)}
    in_mark = [False] * len(text)
    for start, end in found:
        in_mark[start:end] = [True] * (end - start)
    return [
        Piece("".join(text[number] for number in part), is_found)
        for is_found, part in groupby(range(len(text)), key=in_mark.__getitem__)
    ]


def _asked(question: str) -> Iterator[Term]:
    parts = re.split(_MARKS, question)
    for number, part in enumerate(parts):
        # What a last mark without a partner opens is no phrase.
        if number % 2 and number < len(parts) - 1:
            phrase = words(part)
            if phrase:
                yield Term(tuple(phrase))
            continue
        for given in part.split():
            if found := words(given):
                yield Term(tuple(found), is_open=len(found[-1]) > 1 and not found[-1].isdigit())


def _is_of_word(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign).startswith("M")


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each word of a text starts and ends."""
    start = None
    for number, sign in enumerate(f"{text} "):
        is_alone = UNSPACED.match(sign) is not None
        if start is not None and (is_alone or not _is_of_word(sign)):
            yield start, number
            start = None
        if is_alone:
            yield number, number + 1
        elif start is None and _is_of_word(sign):
            start = number


def _places(term: Term, places: Sequence[tuple[str, tuple[int, int]]]) -> Iterator[tuple[int, int]]:
    length = len(term.words)
    for first in range(len(places) - length + 1):
        part = places[first : first + length]
        said = [word for word, _run in part]
        is_same = tuple(said[:-1]) == term.words[:-1]
        last, wanted = said[-1], term.words[-1]
        if is_same and (last == wanted or (term.is_open and last.startswith(wanted))):
            yield from (run for _word, run in part)
