"""The history of a claim as people read it: longer texts word by word, places as their words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.domain.vocabulary import SpanPart
from tracker.models import Event
from tracker.web.texts.differences import Piece, compare
from tracker.web.words.filters import stored

#: Shorter values are shown one after the other: a comparison would only be harder to read.
_WORTH_COMPARING = 24
_BIRTHS = frozenset({"claim.proposed", "claim.added"})
_TEXTS = frozenset({"wording", "quote", "note", "explanation", "title", *SpanPart})


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One field that changed: in words, and word by word where that helps."""

    name: str
    old: Any
    new: Any
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event with its changes."""

    event: Event
    changes: Sequence[ChangeLine]

    @property
    def is_birth(self) -> bool:
        """Tell whether the record came to be by it."""
        return self.event.action in _BIRTHS


def event_lines(events: Iterable[Event], *, text: str = "") -> list[EventLine]:
    """Return the events as a page shows them; ``text`` is what the places of a claim count in."""
    return [EventLine(event, list(_changes(event, text))) for event in events]


def _changes(event: Event, text: str) -> Iterator[ChangeLine]:
    for name, (old, new) in event.changes.items():
        if name == SpanPart.CONTENT and "quote" in event.changes:
            continue
        if name in set(SpanPart):
            yield _line(name, _words(old, text), _words(new, text))
        elif event.action == "verdict_scale.added":
            # Each is a label of the newsroom's own, with the step that it stands for.
            yield ChangeLine(name, stored("verdict", old), stored("verdict", new), [])
        else:
            yield _line(name, old, new)


def _line(name: str, old: Any, new: Any) -> ChangeLine:
    is_text = name in _TEXTS and isinstance(old, str) and isinstance(new, str)
    worth_it = is_text and max(len(old), len(new)) > _WORTH_COMPARING
    pieces = compare(old, new) if worth_it else []
    return ChangeLine(name, stored(name, old), stored(name, new), pieces)


def _words(stretches: Any, text: str) -> str:
    return " … ".join(text[start:end] for start, end in stretches or ())
