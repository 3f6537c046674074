"""Three kinds of chart, each labelled where the eye is: bars, panels over time, and a grid."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tracker.web.charts.shapes import WIDTH, Box, Drawing, Tone, Words, cut, measure

_BAR_ROW, _BAR = 40, 12
_PANEL, _PANEL_ROW = 46, 84
_GRID_ROW, _GRID_LABEL = 34, 118
_GAP = 22


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: its name, how long the bar is, what is written at its end.

    ``reach`` is a second, fainter length, such as what nine of ten stay below.
    """

    label: str
    value: float
    shown: str
    tone: Tone = Tone.ACCENT
    reach: float | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """One course over time: a column for each step; None is nothing to measure."""

    label: str
    values: Sequence[float | None]
    shown: str
    tone: Tone = Tone.ACCENT


def bars(rows: Sequence[Bar]) -> Drawing:
    """Draw one bar under each name, all on one scale from zero."""
    most = max((max(row.value, row.reach or 0) for row in rows), default=0) or 1
    room = WIDTH - max((measure(row.shown) for row in rows), default=0) - _GAP
    return Drawing(_BAR_ROW * len(rows) + 4, tuple(_bar_shapes(rows, room / most)))


def _bar_shapes(rows: Sequence[Bar], unit: float) -> Iterator[Box | Words]:
    for number, row in enumerate(rows):
        top = number * _BAR_ROW
        yield Words(0, top + 15, cut(row.label, WIDTH))
        length = max(row.value, row.reach or 0)
        if row.reach is not None:
            yield Box(0, top + 21, max(1, row.reach * unit), _BAR, row.tone, 0.3)
        yield Box(0, top + 21, max(1, row.value * unit), _BAR, row.tone)
        yield Words(max(1, length * unit) + 8, top + 32, row.shown, Tone.SOFT)


def panels(
    rows: Sequence[Panel], *, first: str, last: str, ceiling: float | None = None
) -> Drawing:
    """Draw one small course over time under each name; the days stand below the last.

    All are on one scale from zero to ``ceiling``, or to the highest value.
    """
    most = ceiling or max((value or 0 for row in rows for value in row.values), default=0) or 1
    shapes = [shape for n, row in enumerate(rows) for shape in _panel_shapes(row, n, most)]
    foot = _PANEL_ROW * len(rows) + 8
    shapes.append(Words(0, foot, first, Tone.SOFT))
    if last != first:
        shapes.append(Words(WIDTH, foot, last, Tone.SOFT, "end"))
    return Drawing(foot + 8, tuple(shapes))


def _panel_shapes(row: Panel, number: int, most: float) -> Iterator[Box | Words]:
    top = number * _PANEL_ROW
    floor = top + 24 + _PANEL
    yield Words(0, top + 15, cut(row.label, WIDTH - measure(row.shown) - _GAP))
    yield Words(WIDTH, top + 15, row.shown, Tone.SOFT, "end")
    step = WIDTH / max(1, len(row.values))
    wide = min(36.0, max(1.0, step * 0.78))
    for place, value in enumerate(row.values):
        if value:
            high = max(1.0, _PANEL * min(1.0, value / most))
            yield Box(place * step + (step - wide) / 2, floor - high, wide, high, row.tone)
    yield Box(0, floor, WIDTH, 1, Tone.LINE)


def grid(
    names: Sequence[str],
    heads: Sequence[str],
    counts: Sequence[Sequence[int]],
    *,
    shown: Callable[[int], str] = str,
) -> Drawing:
    """Draw a field for every pair of a row and a column: its number, on a tint as strong."""
    most = max((count for row in counts for count in row), default=0) or 1
    step = (WIDTH - _GRID_LABEL) / max(1, len(heads))
    shapes: list[Box | Words] = [
        Words(_GRID_LABEL + (place + 0.5) * step, 15, cut(head, step + 6), Tone.SOFT, "middle")
        for place, head in enumerate(heads)
    ]
    for number, (name, row) in enumerate(zip(names, counts, strict=True)):
        top = 24 + number * _GRID_ROW
        shapes.append(Words(0, top + 20, cut(name, _GRID_LABEL - 6)))
        for place, count in enumerate(row):
            x = _GRID_LABEL + place * step
            strength = 0.15 + 0.85 * count / most if count else 0.0
            shapes.append(Box(x + 1, top, step - 2, _GRID_ROW - 4, Tone.TINT, strength))
            tone = Tone.INK if count else Tone.SOFT
            shapes.append(Words(x + step / 2, top + 20, shown(count), tone, "middle"))
    return Drawing(24 + _GRID_ROW * len(names), tuple(shapes))
