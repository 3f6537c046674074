"""What members say to one another: comments as they are asked for, and whom their words name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: What an address of e-mail holds calls nobody.
_CALL = re.compile(r"(?<![\w.@])@(?=\w)")
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
    return frozenset(
        number
        for match in _CALL.finditer(words)
        for number in _begun_by(words[match.end() :].casefold(), names)
    )


def renamed(words: str, number: int, names: Mapping[int, str], *, to: str) -> str:
    """Return the words with another name wherever they name that one person."""
    pieces, done = list[str](), 0
    for match in _CALL.finditer(words):
        name = _begun_by(words[match.end() :].casefold(), names).get(number)
        if name is not None:
            pieces += [words[done : match.end()], to]
            done = match.end() + _length(words[match.end() :], name)
    return "".join([*pieces, words[done:]])


def _begun_by(rest: str, names: Mapping[int, str]) -> Mapping[int, str]:
    """Return who is named at the beginning, and by what: the longest full name, or a first one."""
    full = {number: name.casefold() for number, name in names.items()}
    whole = {number: name for number, name in full.items() if _begins(rest, name)}
    if whole:
        longest = max(map(len, whole.values()))
        return {number: name for number, name in whole.items() if len(name) == longest}
    first = {number: name.split()[0] for number, name in full.items() if name.split()}
    called = {number: name for number, name in first.items() if _begins(rest, name)}
    return called if len(called) == 1 else {}


def _length(rest: str, name: str) -> int:
    """Return how many characters the name takes as it was typed: folding makes ``ß`` two."""
    return next(end for end in range(1, len(rest) + 1) if rest[:end].casefold() == name)


def _begins(rest: str, name: str) -> bool:
    return bool(name) and re.match(rf"{re.escape(name)}(?!\w)", rest) is not None
