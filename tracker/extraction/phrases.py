"""A source taken apart: its article, its words up to the head, the head, and the rest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tracker.extraction.candidates import Span
from tracker.extraction.lexicon import terms, words_of
from tracker.extraction.words import Word, is_role, words_in

DEFINITE: Final = terms("definite")
DETERMINERS: Final = DEFINITE | terms("determiners")
_STOPS: Final = terms("stops")
#: What may follow a head noun without being part of it.
_PARTICIPLES: Final = terms("participles")
_NAME_ENDS: Final = frozenset(("who", "which", "that", ",", "whose", "("))
_LEADING: Final = terms("leading")
#: Nouns that only say how many people there are: "a chorus of Republicans".
_NUMBERS: Final = terms("numbers")
_HIDING: Final = re.compile(
    r"condition of anonymity|anonymously|not (?:be )?authori[sz]ed to (?:speak|comment|discuss)"
    r"|(?:asked|declined|refused|did not want) (?:not )?to be (?:named|identified|quoted)"
    r"|requested anonymity|familiar with|briefed on|with (?:direct )?knowledge of|close to the"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase taken apart: its words up to the head, the head, and what follows."""

    words: Sequence[Word]
    head_end: int
    definite: bool

    @property
    def front(self) -> Sequence[Word]:
        """Return the words up to the head."""
        return self.words[: self.head_end]

    @property
    def head(self) -> str:
        """Return the head word in small letters."""
        return self.words[self.head_end - 1].lower

    def name(self, text: str) -> str:
        """Return the phrase as a name: without article, up to a relative clause or a comma."""
        end = self.head_end
        while end < len(self.words) and self.words[end].lower not in _NAME_ENDS:
            end += 1
        return self.bare(text, self.words[end - 1].end)

    def bare(self, text: str, end: int | None = None) -> str:
        """Return the wording without its article or number."""
        first = 0
        while first < self.head_end - 1 and self.words[first].lower in DETERMINERS:
            first += 1
        if first and self.words[first].lower in _STOPS:
            first = 0
        return text[self.words[first].start : end or self.words[-1].end].strip(" ,")


def read_phrase(text: str, span: Span) -> Phrase | None:
    """Take a source apart; None where it holds no word."""
    words = words_in(text, span)
    while words and (not words[0].text[0].isalnum() or words[0].lower in _LEADING):
        words.pop(0)
    if not words:
        return None
    first = 0
    while first < len(words) - 1 and words[first].lower in DETERMINERS:
        first += 1
    end = first + 1
    while end < len(words) and not _ends(words, end):
        end += 1
    definite = words[0].lower in DEFINITE or any(word.possessive for word in words[: end - 1])
    return Phrase(words, end, definite)


def _ends(words: Sequence[Word], at: int) -> bool:
    word = words[at]
    if word.lower in _STOPS or word.lower in _PARTICIPLES:
        return True
    apart = word.start > words[at - 1].end
    return not word.text[0].isalnum() and (
        word.text not in "-&“”\"’‘'/" or (word.text == "-" and apart)
    )


def is_document(head: str) -> bool:
    """Say whether a noun is what speaks in place of its author: "the letter", "a poll"."""
    documents = words_of("documents-en")
    singular = head[:-3] + "y" if head.endswith("ies") else head.removesuffix("s")
    return head in documents or singular in documents or head in ("analyses", "theses")


def is_of_people(phrase: Phrase) -> bool:
    """Say whether a body is only a number of people: "a group of black parents"."""
    after = phrase.words[phrase.head_end :]
    if phrase.head not in _NUMBERS or len(after) <= 1:
        return False
    nouns = [word for word in after[1:4] if word.text.islower()]
    return after[0].lower == "of" and any(is_plural(word.text) for word in nouns)


def is_plural(head: str) -> bool:
    """Say whether a head noun means several people."""
    if head in words_of("groups-en"):
        return True
    singular_like = head.endswith(("ss", "us", "is")) or head in ("s", "congress", "press", "news")
    return head.endswith("s") and not singular_like and not _is_body(head)


def _is_body(head: str) -> bool:
    """Say whether a word in -s is one organisation nevertheless: "Times", "headquarters"."""
    return is_role(head) or (head in ("times", "news", "forces", "headquarters", "systems"))


def hides(text: str, phrase: Phrase) -> bool:
    """Say whether these people speak without their names: "on condition of anonymity"."""
    end = min(phrase.words[-1].end + 100, len(text))
    rest = re.split(r"[.!?\n]", text[phrase.words[0].start : end])[0]
    return bool(_HIDING.search(rest))
