"""What members say to one another: comments as they are asked for, and whom their words name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: Longer is no comment any more, but an article.
LONGEST_COMMENT = 10_000


@dataclass(frozen=True, slots=True)
class CommentDraft:
    """A new thread: about the whole claim, one of its fields, or words of the article.

    Where ``quote`` stands more than once, ``near`` (a place in the text) decides which is meant.
    """

    words: str
    field: str | None = None
    quote: str = ""
    near: int | None = None


def named_in(words: str, names: Mapping[int, str]) -> frozenset[int]:
    """Return the numbers of those whom the words name, such as ``@Ana Novak`` or ``@ana``.

    A first name is enough where only one member has it. Addresses of e-mail name nobody.
    """
    found: set[int] = set()
    for match in re.finditer(r"(?<![\w.@])@(?=\w)", words):
        found |= _begun_by(words[match.end() :].casefold(), names)
    return frozenset(found)


def _begun_by(rest: str, names: Mapping[int, str]) -> set[int]:
    """Return who is named at the beginning: the longest full name, or else a first name."""
    full = {number: name.casefold() for number, name in names.items()}
    whole = {number: name for number, name in full.items() if _begins(rest, name)}
    if whole:
        longest = max(map(len, whole.values()))
        return {number for number, name in whole.items() if len(name) == longest}
    first = {n for n, name in full.items() if name and _begins(rest, name.split()[0])}
    return first if len(first) == 1 else set()


def _begins(rest: str, name: str) -> bool:
    return bool(name) and re.match(rf"{re.escape(name)}(?!\w)", rest) is not None
