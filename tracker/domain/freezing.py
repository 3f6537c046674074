"""A claim record turned into canonical JSON and back, whatever columns it has.

What was frozen before a column came reads with the column's default, so that a report stays
readable, to the byte, for as long as it is kept.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from tracker.domain.hashing import canonical_json
from tracker.domain.records import ClaimRecord

Reader = Callable[[Any], Any]


def freeze(record: ClaimRecord) -> str:
    """Write the record as JSON with sorted keys: equal records give equal text."""
    return canonical_json(_plain(record))


def thaw(text: str) -> ClaimRecord:
    """Read a record that ``freeze`` wrote, now or in an earlier version of the program."""
    return cast("ClaimRecord", _maker(ClaimRecord)(json.loads(text)))


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return value


@cache
def _maker(kind: Any) -> Reader:
    """Return what makes a record of that kind; what its fields hold is looked up once."""
    hints = get_type_hints(kind)
    readers = [(field.name, _reader(hints[field.name])) for field in fields(kind)]
    missing = {
        field.name: None
        for field in fields(kind)
        if field.default is field.default_factory is MISSING
    }

    def make(found: Mapping[str, Any]) -> Any:
        read = {name: reader(found[name]) for name, reader in readers if name in found}
        return kind(**missing | read)

    return make


@cache
def _reader(hint: Any) -> Reader:
    """Return what reads a value of that type; JSON knows neither moments nor words nor pairs."""
    read = _reader_of_known(hint)
    return lambda found: None if found is None else read(found)


def _reader_of_known(hint: Any) -> Reader:
    if isinstance(hint, UnionType):
        (hint,) = set(get_args(hint)) - {NoneType}
    if get_origin(hint) is tuple:
        return _reader_of_tuple(*get_args(hint))
    if is_dataclass(hint):
        made: Reader = _maker(cast("Any", hint))
        return made
    if isinstance(hint, type) and issubclass(hint, date):
        return hint.fromisoformat
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    return lambda found: found


def _reader_of_tuple(*kinds: Any) -> Reader:
    if kinds[-1] is ...:
        read = _reader(kinds[0])
        return lambda found: tuple(map(read, found))
    readers = tuple(map(_reader, kinds))
    return lambda found: tuple(read(part) for read, part in zip(readers, found, strict=True))
