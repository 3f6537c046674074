"""The bundled word lists. Where each comes from stands in its first lines."""

from functools import cache
from importlib import resources


@cache
def wordlist(name: str) -> tuple[str, ...]:
    """Return the lines of a word list, without comments and empty lines."""
    text = (resources.files("tracker.extraction") / "wordlists" / f"{name}.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def words_of(name: str) -> frozenset[str]:
    """Return a word list that holds one word a line."""
    return frozenset(wordlist(name))


@cache
def entries(name: str) -> dict[str, frozenset[str]]:
    """Return a word list whose lines are a heading, a colon, and words."""
    parted = (line.partition(":") for line in wordlist(name))
    return {heading: frozenset(words.split()) for heading, _, words in parted}


def terms(heading: str) -> frozenset[str]:
    """Return the small words under one heading of `terms`."""
    return entries("terms")[heading]
