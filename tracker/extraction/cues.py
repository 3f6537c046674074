"""The words that announce an attribution, and what the speaker does with them."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from tracker.extraction.lexicon import wordlist

_CALLS_FOR = re.compile(r"\bcall(?:s|ed|ing)?\s+(?:for|on|upon)\b")
_WORD = re.compile(r"\w+")


@cache
def acts(language: str = "en") -> dict[str, str]:
    """Return the speech act of every form of a language's verbs of saying."""
    found: dict[str, str] = {}
    for line in wordlist(f"saying-{language}"):
        act, _, verbs = line.partition(":")
        for verb in verbs.split():
            for form in forms(verb) if language == "en" else (verb,):
                found.setdefault(form, act)
    return found


@cache
def thinking() -> frozenset[str]:
    """Return every form of the English verbs of belief, wish, plan and perception."""
    verbs = " ".join(wordlist("thinking-en")).split()
    return frozenset(form for verb in verbs for form in forms(verb))


def forms(entry: str) -> Iterator[str]:
    """Yield the forms of an English verb; an entry "go/goes/went" adds its irregular ones."""
    verb, *irregular = entry.split("/")
    yield verb
    yield from irregular
    stem = verb.removesuffix("e")
    yield stem + "ing"
    if irregular:
        return
    yield verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    yield stem + "ed"


def act_of(cue: str, content: str, *, language: str = "en") -> str:
    """Return the speech act of a cue; a cue of plain saying asks where the content asks."""
    lower = cue.lower()
    if _CALLS_FOR.search(lower):
        return "demands"
    for word in _WORD.findall(lower):
        found = acts(language).get(word) or NOUN_ACTS.get(word, "states")
        if found != "states":
            return found
    return "asks" if content.rstrip("\"'”’» ").endswith("?") else "states"


#: What the nouns of nominal cues ("his claim that") and of headlines do.
NOUN_ACTS: Final = {
    "denial": "denies",
    "denials": "denies",
    "rejection": "denies",
    "confirmation": "confirms",
    "admission": "confirms",
    "accusation": "accuses",
    "accusations": "accuses",
    "allegation": "accuses",
    "allegations": "accuses",
    "criticism": "accuses",
    "complaint": "accuses",
    "complaints": "accuses",
    "warning": "warns",
    "warnings": "warns",
    "threat": "threatens",
    "threats": "threatens",
    "promise": "promises",
    "promises": "promises",
    "pledge": "promises",
    "vow": "promises",
    "prediction": "predicts",
    "predictions": "predicts",
    "forecast": "predicts",
    "demand": "demands",
    "demands": "demands",
    "call": "demands",
    "calls": "demands",
    "request": "demands",
    "question": "asks",
    "questions": "asks",
    "praise": "praises",
    "apology": "apologises",
    "sorry": "apologises",
}
