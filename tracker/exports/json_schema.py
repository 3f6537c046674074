"""The JSON Schema of an exported claim, made from the very fields of the record.

So it cannot say anything else than the export does. ``docs/claims.schema.json`` is its copy for
readers; a test holds the two together.
"""

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from tracker.domain.records import COLUMNS, ClaimRecord

DIALECT = "https://json-schema.org/draft/2020-12/schema"
#: Names the kind of document, and the version that goes up when a reader would have to change.
SCHEMA_NAME, SCHEMA_VERSION = "claim-tracker/claims", 1

_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
}


def document_schema() -> dict[str, Any]:
    """Return the schema of the JSON export: an envelope, and a claim for each record."""
    envelope = {
        "schema": {"const": SCHEMA_NAME},
        "schema_version": {"const": SCHEMA_VERSION},
        "generated_at": _PLAIN[datetime],
        "newsroom": {
            "type": "object",
            "required": ["name", "url"],
            "properties": {"name": _PLAIN[str], "url": _PLAIN[str]},
            "additionalProperties": False,
        },
        "licence": {"type": ["string", "null"]},
        "claims": {"type": "array", "items": {"$ref": "#/$defs/claim"}},
        "count": {"type": "integer", "minimum": 0},
    }
    return {
        "$schema": DIALECT,
        "title": "Claims exported by Claim Tracker",
        "type": "object",
        "required": list(envelope),
        "properties": envelope,
        "additionalProperties": False,
        "$defs": {"claim": claim_schema()},
    }


def claim_schema() -> dict[str, Any]:
    """Return the schema of one claim; the columns for the newsroom alone may be left out."""
    hints = get_type_hints(ClaimRecord)
    properties = {
        column.name: _value(hints[column.name]) | {"description": column.meaning}
        for column in COLUMNS
    }
    return {
        "type": "object",
        "required": [column.name for column in COLUMNS if not column.is_internal],
        "properties": properties,
        "additionalProperties": False,
    }


def _value(hint: Any) -> dict[str, Any]:
    if isinstance(hint, UnionType):
        known = [kind for kind in get_args(hint) if kind is not NoneType]
        return {"anyOf": [*map(_value, known), {"type": "null"}]}
    if get_origin(hint) is tuple:
        return _array(get_args(hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"type": "string", "enum": [word.value for word in hint]}
    if is_dataclass(hint):
        return _record(hint)
    return dict(_PLAIN[hint])


def _array(kinds: tuple[Any, ...]) -> dict[str, Any]:
    """Describe a list of one kind, or a row of fixed kinds such as a start and an end."""
    if kinds[-1] is Ellipsis:
        return {"type": "array", "items": _value(kinds[0])}
    size = len(kinds)
    return {
        "type": "array",
        "prefixItems": [_value(kind) for kind in kinds],
        "minItems": size,
        "maxItems": size,
    }


def _record(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    return {
        "type": "object",
        "required": names,
        "properties": {name: _value(hints[name]) for name in names},
        "additionalProperties": False,
    }
