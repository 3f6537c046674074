"""What changed between two wordings, word by word; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

#: Comparing longer texts word by word would take longer than a reader waits.
LONGEST = 20_000

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class Fate(StrEnum):
    """What happened to some words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and what happened to them."""

    fate: Fate
    text: str


def compare(old: str, new: str) -> list[Piece]:
    """Return the pieces of both wordings in reading order, those removed before those added.

    The kept and removed pieces joined are the old wording, the kept and added ones the new.
    """
    if len(old) + len(new) > LONGEST:
        return [piece for piece in (Piece(Fate.REMOVED, old), Piece(Fate.ADDED, new)) if piece.text]
    return list(_pieces(_WORDS.findall(old), _WORDS.findall(new)))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for verb, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if verb == "equal":
            yield Piece(Fate.KEPT, "".join(old[old_start:old_end]))
            continue
        if old_start < old_end:
            yield Piece(Fate.REMOVED, "".join(old[old_start:old_end]))
        if new_start < new_end:
            yield Piece(Fate.ADDED, "".join(new[new_start:new_end]))
