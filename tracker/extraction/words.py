"""Words with their places, and what the word lists say of them: a name, a role, a group."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from tracker.extraction.candidates import Span
from tracker.extraction.lexicon import terms, wordlist, words_of

Gender = Literal["m", "f"]

_TOKEN: Final = re.compile(r"(?:[A-Z]\.){2,}|\w+(?:[’'.&‑-]\w+)*\.?|[^\w\s]")
_POSSESSIVE: Final = re.compile(r"[’']s$|(?<=s)[’']$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """One word or mark and where it stands; a possessive ending is left out of it."""

    text: str
    start: int
    end: int
    possessive: bool = False

    @property
    def lower(self) -> str:
        """Return the word in small letters."""
        return self.text.lower()

    @property
    def capital(self) -> bool:
        """Say whether the word begins with a capital letter."""
        return self.text[0].isupper()


def words_in(text: str, span: Span) -> list[Word]:
    """Return the words and marks of a stretch of text."""
    found = []
    for match in _TOKEN.finditer(text, span.start, span.end):
        word, start = match.group(), match.start()
        ending = _POSSESSIVE.search(word)
        if ending:
            word = word[: ending.start()]
        elif word.endswith(".") and not _keeps_stop(word):
            word = word[:-1]
        if word:
            found.append(Word(word, start, start + len(word), bool(ending)))
    return found


def _keeps_stop(word: str) -> bool:
    lower = word.lower()
    return (
        lower in words_of("roles-en")
        or len(word) == len("J.")
        or "." in word[:-1]
        or lower in _SUFFIXES
    )


_SUFFIXES: Final = frozenset(("jr.", "sr.", "st."))


@cache
def demonyms() -> dict[str, str]:
    """Return the place that each adjective of nationality belongs to."""
    pairs = (line.split("|") for line in wordlist("places-en") if "|" in line)
    found: dict[str, str] = {}
    for place, adjective in pairs:
        found.setdefault(adjective, place)
    return found


@cache
def places() -> frozenset[str]:
    """Return the names of countries, states and large cities."""
    return frozenset(line.split("|")[0] for line in wordlist("places-en"))


def is_role(word: str) -> bool:
    """Say whether the word tells what a person is: "Secretary", "sen.", "aide", "then-mayor"."""
    lower = word.lower()
    last = lower.rpartition("-")[2]
    return lower in _roles() or last in _roles()


@cache
def _roles() -> frozenset[str]:
    return words_of("roles-en") | words_of("roles-other")


def is_role_plural(word: str) -> bool:
    """Say whether the word is the plural of a role: "officials", "secretaries"."""
    lower = word.lower()
    singular = lower[:-3] + "y" if lower.endswith("ies") else lower[:-1]
    return lower.endswith("s") and len(lower) > len("pros") and singular in words_of("roles-en")


def is_given(word: str) -> bool:
    """Say whether the word is a given name."""
    return any(word in words_of(f"given-{kind}") for kind in ("male", "female", "either"))


def is_organisation(word: str) -> bool:
    """Say whether the word marks an organisation: "Committee", "campaign", "Bank"."""
    return word.lower().rstrip(".") in words_of("organisations-en")


def is_thing(word: str) -> bool:
    """Say whether a name with this word names neither a person nor a speaker: "Act", "Street"."""
    return word.lower() in words_of("things-en")


def is_common(word: str) -> bool:
    """Say whether the word is an everyday one that only opens a sentence."""
    return word.lower().replace("’", "'") in words_of("common-en") | words_of("common-other")


def gender_of(given: str, before: Sequence[str] = ()) -> Gender | None:
    """Return the gender that a title or a given name tells, or None."""
    for word in reversed(before):
        for gender in ("m", "f"):
            if word.lower() in terms(f"titles {gender}"):
                return gender
    for part in (given, given.rpartition("-")[2]):
        if part in words_of("given-male"):
            return "m"
        if part in words_of("given-female"):
            return "f"
    return None
