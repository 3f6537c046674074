"""Interviews and transcripts: paragraphs that open with the name of who speaks and a colon."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from tracker.extraction.candidates import RawAttribution, Span
from tracker.extraction.layout import Layout

_LABEL: Final = re.compile(
    r"[\"“”'‘]?(?P<name>[A-ZÀ-Þ][\w.’'-]*(?:[ \xa0][A-ZÀ-Þ][\w.’'-]*){0,4})(?P<cue>:)\s+(?=\S)"
)
#: A name must open this many paragraphs: a headline or a list has it once.
_TURNS: Final = 2
#: Unlabelled paragraphs belong to a turn if the next turn begins within so many.
_GAP: Final = 3
_OPENING: Final = '"“”'


def spoken_turns(layout: Layout, *, reason: str) -> list[RawAttribution]:
    """Return the turns of a conversation that is printed as "SMITH: ..." by paragraph."""
    labels = [_LABEL.match(layout.text, p.span.start, p.span.end) for p in layout.paragraphs]
    counts = Counter(label["name"] for label in labels if label)
    names = {name for name, number in counts.items() if number >= _TURNS}
    if not names:
        return []
    turns = [label if label and label["name"] in names else None for label in labels]
    return list(_turns(layout, turns, reason))


def _turns(
    layout: Layout, labels: Sequence[re.Match[str] | None], reason: str
) -> Iterator[RawAttribution]:
    for number, label in enumerate(labels):
        if label is None:
            continue
        first = Span(label.end(), layout.paragraphs[number].span.end)
        content = (first, *_rest(layout, labels, number + 1))
        cue, source = Span(*label.span("cue")), Span(*label.span("name"))
        yield RawAttribution(content, (cue,), (source,), 0.8, reasons=(reason,))


def _rest(layout: Layout, labels: Sequence[re.Match[str] | None], number: int) -> Iterator[Span]:
    """Yield the paragraphs that go on with a turn: reopened quotations, or up to the next turn."""
    near = any(labels[number : number + _GAP])
    for at in range(number, min(number + _GAP, len(labels))):
        span = layout.paragraphs[at].span
        opening = layout.text[span.start]
        if labels[at] is not None or opening in "([*<":
            return
        if opening not in _OPENING and not near:
            return
        yield span


def beside_turns(
    found: Sequence[RawAttribution], turns: Sequence[RawAttribution]
) -> list[RawAttribution]:
    """Return the attributions that are not a turn found once more, by its name or by its words."""
    labels = [span for turn in turns for span in (*turn.cue, *turn.source)]
    whole = {turn.content[0].start for turn in turns}
    return [one for one in found if not _is_turn(one, labels, whole)]


def _is_turn(one: RawAttribution, labels: Sequence[Span], whole: set[int]) -> bool:
    roles = (*one.cue, *one.source)
    return (
        not one.cue
        or one.content[0].start in whole
        or any(role.overlaps(label) for role in roles for label in labels)
    )
