"""Words blacked out of texts: each sign becomes a block, so that every place in the text stays."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus

from tracker.domain.folding import fold
from tracker.domain.searching import UNSPACED

#: What stands where a sign was.
BLOCK = "█"
#: Between two words may stand a space, a line end, a hyphen or a quotation mark, and some more.
_BETWEEN = r"[\W_]{1,6}"
#: A run of plain letters that a database can look for, whatever stands around it.
_PLAIN = re.compile(r"[A-Za-z0-9]{3,}")


def blocks(text: str) -> str:
    """Return as many blocks as the text has signs; line ends stay, as sentences are cut by them."""
    return "".join(sign if sign in "\n\r" else BLOCK for sign in text)


def blacken_places(text: str, places: Sequence[tuple[int, int]]) -> str:
    """Return the text with these stretches blacked out."""
    for start, end in places:
        text = text[:start] + blocks(text[start:end]) + text[end:]
    return text


@dataclass(frozen=True, slots=True)
class Redactor:
    """Blacks out some words wherever they stand, in any case, with or without accents.

    A word is taken whole: "Ana" leaves "Anatolia" alone. Where a script writes no spaces, every
    place counts.
    """

    words: tuple[str, ...]
    pattern: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Make one pattern of all spellings, the longest first."""
        spellings = {spelling for word in self.words for spelling in _spellings(word)}
        ordered = sorted(spellings, key=lambda one: (-len(one), one))
        parts = [part for one in ordered if (part := _pattern(one))]
        # With nothing to look for it finds nothing.
        object.__setattr__(self, "pattern", re.compile("|".join(parts) or r"(?!)", re.IGNORECASE))

    def holds(self, value: Any) -> bool:
        """Tell whether any of the words stands in a text, or in the texts of a list or mapping."""
        return bool(self.blacken(value) != value)

    def blacken(self, value: Any) -> Any:
        """Return the text without the words; in lists and mappings every text, names too."""
        if isinstance(value, str):
            return self.pattern.sub(lambda found: blocks(found[0]), value)
        if isinstance(value, Mapping):
            return {self.blacken(name): self.blacken(one) for name, one in value.items()}
        if isinstance(value, list | tuple):
            return [self.blacken(one) for one in value]
        return value

    def plain_runs(self) -> list[str] | None:
        """Return letters of which one at least stands wherever a word does; None where none can."""
        runs = []
        for word in self.words:
            for spelling in _spellings(word):
                found = max(_PLAIN.findall(spelling), key=len, default=None)
                if found is None:
                    return None
                runs.append(found)
        return sorted(set(runs))


def _spellings(word: str) -> set[str]:
    word = " ".join(word.split())
    forms = {unicodedata.normalize(form, word) for form in ("NFC", "NFD")}
    return {*forms, word, fold(word), quote_plus(word)} - {""}


def _pattern(spelling: str) -> str:
    tokens = [re.escape(one) for one in re.split(r"[\W_]+", spelling) if one]
    if not tokens:
        return ""
    words = re.findall(r"\w", spelling)
    before = r"(?<!\w)" if _has_spaces(words[0]) else ""
    after = r"(?!\w)" if _has_spaces(words[-1]) else ""
    return before + _BETWEEN.join(tokens) + after


def _has_spaces(letter: str) -> bool:
    """Tell whether the letter is of a script that writes spaces between words."""
    return UNSPACED.fullmatch(letter) is None
