"""Whether a cue reports a statement ("said", "according to") or a thought ("hopes", "polls show").

Only the scorer asks: its judgement must stay the same whatever the extractor learns.
"""

import re
from functools import cache
from typing import Final

from tracker.extraction.lexicon import entries

_MARKS: Final = frozenset(":—―–-")
_WORD: Final = re.compile(r"\w+")


def is_reporting(cue: str) -> bool:
    """Say whether the words of a cue report a statement; a colon or a dash alone does."""
    words = set(_WORD.findall(cue.lower().replace("’", "'")))
    if words:
        return not words.isdisjoint(_reporting_words())
    return not _MARKS.isdisjoint(cue)


@cache
def _reporting_words() -> frozenset[str]:
    lists = entries("scoring")
    forms = frozenset(form for verb in lists["reporting verbs"] for form in _forms(verb))
    verbs = (forms | lists["reporting forms"]) - lists["rarely reporting"]
    return verbs | lists["reporting nouns"]


def _forms(verb: str) -> set[str]:
    """Return every form that a regular English verb may have, and some that none has."""
    forms = {verb + ending for ending in ("", "s", "es", "ed", "ing", "d")}
    forms |= {verb + verb[-1] + ending for ending in ("ed", "ing")}
    if verb.endswith("e"):
        forms.add(verb[:-1] + "ing")
    if verb.endswith("y"):
        forms |= {verb[:-1] + "ied", verb[:-1] + "ies"}
    return forms
