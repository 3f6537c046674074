"""What may be read, and its paragraphs and sentences; knows offsets, but no language models.

Offsets never need a map: `tame` puts a space where a parser would choke, one for one, so the
tamed text is as long as the original and every span found in it holds in the original.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from tracker.extraction.candidates import Span
from tracker.extraction.lexicon import terms, words_of

#: Longer texts are refused: no newspaper article is two books.
MAX_CHARACTERS: Final = 1_000_000
#: A word of this length is no word; a parser's cost grows with its square.
MAX_WORD: Final = 200
#: Longer lines are cut: no paragraph is as long, and a cost may grow with its square.
MAX_PARAGRAPH: Final = 8_000
#: The same for sentences.
MAX_SENTENCE: Final = 1_500
#: As many equal signs in a row as anybody means.
MAX_RUN: Final = 20

_PARAGRAPH = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_LONG_RUN = re.compile(rf"([^\w\s])\1{{{MAX_RUN - 1},}}+")
_LONG_WORD = re.compile(rf"(?<!\S)\S{{{MAX_WORD + 1},}}+")
_MARKS_IN_A_ROW = re.compile(rf"[^\w\s]{{{MAX_RUN + 1},}}+")
_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")
_STOP = re.compile(r"(?<![.!?…])[.!?…]++(?:''|[\"'”’»)\]])*+(?=\s)")
_OPENING = "\"'“‘«„([—–-¿¡`”"
_WORD_BEFORE = re.compile(r"[\w.’'&-]+$")

_ABBREVIATIONS: Final = terms("abbreviations")
#: These abbreviations end a sentence as often as not: what follows decides.
_OFTEN_LAST: Final = terms("often last")


class TextRefused(ValueError):
    """The text is not read at all; the message says why."""


def admit(text: str) -> None:
    """Raise `TextRefused` for a text that is too long to be read in reasonable time."""
    if len(text) > MAX_CHARACTERS:
        msg = f"the text has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read"
        raise TextRefused(msg)


def tame(text: str) -> str:
    """Return the text, equally long, without what parsers choke on.

    Control characters and lone surrogates become spaces, and so does what is too much of a run
    of the same sign, of marks without a word between them, or of a word without an end.
    """
    text = _UNREADABLE.sub(" ", text)
    for pattern in (_LONG_RUN, _MARKS_IN_A_ROW, _LONG_WORD):
        text = pattern.sub(_blank, text)
    return text


def _blank(run: re.Match[str]) -> str:
    return run.group()[:MAX_RUN].ljust(len(run.group()))


def paragraphs(text: str) -> list[Span]:
    """Return the paragraphs, without the white space around them: what a line break parts."""
    found = []
    for line in _PARAGRAPH.finditer(text):
        for start, end in _pieces(text, line.start(), line.end(), MAX_PARAGRAPH):
            span = _stripped(text, start, end)
            if span is not None:
                found.append(span)
    return found


def _pieces(text: str, start: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield a stretch in pieces of at most `size`, cut at a space where there is one."""
    while end - start > size:
        space = text.rfind(" ", start + size // 2, start + size)
        cut = space if space > 0 else start + size
        yield start, cut
        start = cut
    yield start, end


def _stripped(text: str, start: int, end: int) -> Span | None:
    words = text[start:end]
    begin = start + len(words) - len(words.lstrip())
    stop = start + len(words.rstrip())
    return Span(begin, stop) if begin < stop else None


def sentences(text: str) -> list[Span]:
    """Return the sentences of every paragraph, in order, without the white space between them."""
    return [sentence for part in paragraphs(text) for sentence in sentences_in(text, part)]


def sentences_in(text: str, paragraph: Span) -> Iterator[Span]:
    """Yield the sentences of one paragraph."""
    stops = [stop.end() for stop in _STOP.finditer(text, paragraph.start, paragraph.end)]
    cuts = [paragraph.start, *(end for end in stops if _ends(text, end, paragraph)), paragraph.end]
    for first, last in pairwise(cuts):
        for start, end in _pieces(text, first, last, MAX_SENTENCE):
            sentence = _stripped(text, start, end)
            if sentence is not None:
                yield sentence


def _ends(text: str, end: int, paragraph: Span) -> bool:
    """Decide whether the full stop before `end` ends a sentence, by what stands around it."""
    following = text[end : min(end + 20, paragraph.end)].lstrip()
    if not following or following[0].islower():
        return False
    before = _WORD_BEFORE.search(text, max(paragraph.start, end - 30), end)
    word = before.group().rstrip(".").lower() if before else ""
    if text[end - 1] != "." or text[end - 2 : end] == "..":
        return following[0].isalnum() or following[0] in _OPENING
    if word in _ABBREVIATIONS:
        return word in _OFTEN_LAST and following[0] in _OPENING
    if "." in word:
        # "U.S. officials" goes on, "in the U.S. He" does not.
        return following.split()[0].strip(_OPENING).lower() in words_of("common-en")
    return not _is_initial(word)


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isalpha() and word not in "iy"
