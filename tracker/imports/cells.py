"""Cells of our own exports back to the values they were: ``value(spell(x)) == x``.

A spreadsheet may have turned a day into a moment or a figure into a text; words are also
recognised by their label.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

from tracker.domain.commands import Stretch
from tracker.domain.errors import TrackerError
from tracker.domain.folding import fold
from tracker.domain.formulas import unguard
from tracker.domain.records import COLUMNS, ClaimRecord
from tracker.domain.vocabulary import Qualifier, Word

_RANGE = re.compile(r"(\d{1,10})-(\d{1,10})")


class WrongCell(TrackerError, ValueError):
    """The cell does not hold what its column holds; the message says what would."""


def value(column: str, cell: Any, *, is_guarded: bool = False) -> Any:
    """Return what the cell says, in the type of the record; raise WrongCell where it says nothing.

    ``is_guarded`` takes back the apostrophe that CSV puts before what looks like a formula.
    """
    read, empty = _reader(column)
    if cell is None or cell in ("", []):
        return empty
    if is_guarded and isinstance(cell, str) and read is _text:
        cell = unguard(cell)
    try:
        return read(cell)
    except WrongCell:
        raise
    except (TypeError, ValueError, OverflowError) as error:
        raise WrongCell(
            "“%(cell)s” is not what %(column)s holds", cell=_short(cell), column=column
        ) from error


@cache
def _reader(column: str) -> tuple[Callable[[Any], Any], Any]:
    """Return how the column is read, and what an empty cell of it means."""
    kind, is_optional = _kind(column)
    if isinstance(kind, type) and issubclass(kind, Word):
        return (lambda cell: _word(kind, cell)), None
    if kind in _LISTS:
        return _LISTS[kind], ()
    return _READERS[kind], None if is_optional or kind is not str else ""


def _kind(column: str) -> tuple[Any, bool]:
    hint = get_type_hints(ClaimRecord)[column]
    is_optional = isinstance(hint, UnionType)
    kind = next(k for k in get_args(hint) if k is not NoneType) if is_optional else hint
    return kind, is_optional


def _text(cell: Any) -> str:
    if isinstance(cell, bool | list | dict):
        raise WrongCell("“%(cell)s” is no text", cell=_short(cell))
    return str(cell)


def _whole(cell: Any) -> int:
    figure = float(cell)
    if not figure.is_integer() or isinstance(cell, bool):
        raise WrongCell("“%(cell)s” is no whole number", cell=_short(cell))
    return int(figure)


def _day(cell: Any) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(str(cell).strip())
    except ValueError:
        raise WrongCell(
            "write “%(cell)s” as year-month-day, such as 2026-03-31", cell=_short(cell)
        ) from None


def _moment(cell: Any) -> datetime:
    moment = cell if isinstance(cell, datetime) else datetime.fromisoformat(str(cell).strip())
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _word(words: type[Word], cell: Any) -> Word:
    said = str(cell).strip()
    for word in words:
        if said == word.value or fold(said) == fold(word.label):
            return word
    known = ", ".join(word.value for word in words)
    raise WrongCell("“%(said)s” is none of: %(known)s", said=_short(said), known=known)


def _qualifiers(cell: Any) -> tuple[Word, ...]:
    parts = cell if isinstance(cell, list) else str(cell).split(";")
    return tuple(_word(Qualifier, part) for part in parts if str(part).strip())


def _stretches(cell: Any) -> tuple[Stretch, ...]:
    if isinstance(cell, list):
        return tuple((int(start), int(end)) for start, end in cell)
    found = [_RANGE.fullmatch(part.strip()) for part in str(cell).split(";")]
    if not all(found):
        raise WrongCell("“%(cell)s” are no positions such as 12-40;52-75", cell=_short(cell))
    return tuple((int(one[1]), int(one[2])) for one in found if one)


_READERS: dict[Any, Callable[[Any], Any]] = {
    str: _text,
    int: _whole,
    float: float,
    date: _day,
    datetime: _moment,
}
_LISTS: dict[Any, Callable[[Any], Any]] = {
    tuple[Stretch, ...]: _stretches,
    tuple[Qualifier, ...]: _qualifiers,
}


def _is_read(column: str) -> bool:
    kind, _is_optional = _kind(column)
    is_word = isinstance(kind, type) and issubclass(kind, Word)
    return is_word or kind in _READERS or kind in _LISTS


ALL_NAMES = frozenset(column.name for column in COLUMNS)
#: The columns that are read back; what is made up of records of their own is only shown.
NAMES = frozenset(name for name in ALL_NAMES if _is_read(name))


def _short(cell: Any) -> str:
    return str(cell)[:60]
