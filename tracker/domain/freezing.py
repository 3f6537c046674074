"""A claim record turned into canonical JSON and back, whatever columns it has.

What was frozen before a column came reads with the column's default, so that a report stays
readable, to the byte, for as long as it is kept.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from tracker.domain.hashing import canonical_json
from tracker.domain.records import ClaimRecord


def freeze(record: ClaimRecord) -> str:
    """Write the record as JSON with sorted keys: equal records give equal text."""
    return canonical_json(_plain(record))


def thaw(text: str) -> ClaimRecord:
    """Read a record that ``freeze`` wrote, now or in an earlier version of the program."""
    return cast("ClaimRecord", _made(ClaimRecord, json.loads(text)))


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


def _made(kind: Any, found: Mapping[str, Any]) -> Any:
    hints = get_type_hints(kind)
    values = {
        field.name: _value(hints[field.name], found[field.name])
        for field in fields(kind)
        if field.name in found
    }
    for field in fields(kind):
        if field.name not in values and field.default is field.default_factory is MISSING:
            values[field.name] = None
    return kind(**values)


def _value(hint: Any, found: Any) -> Any:
    """Return the value of that type; JSON knows neither moments nor words nor pairs."""
    if found is None:
        return None
    if get_origin(hint) is UnionType or isinstance(hint, UnionType):
        (hint,) = set(get_args(hint)) - {NoneType}
    if get_origin(hint) is tuple:
        kinds = get_args(hint)
        every = [kinds[0]] * len(found) if kinds[-1] is ... else kinds
        return tuple(_value(kind, part) for kind, part in zip(every, found, strict=True))
    if is_dataclass(hint):
        return _made(hint, found)
    if isinstance(hint, type) and issubclass(hint, date):
        return hint.fromisoformat(found)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(found)
    return found
