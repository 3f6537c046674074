"""What a PATCH asks for: the record as it is, with what was sent in its place."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from types import NoneType
from typing import Any, Protocol, TypeVar, get_args, get_type_hints

from pydantic import BaseModel


class _Edit(Protocol):
    """A frozen command of the services that holds every field a person may write."""

    def __init__(self, **values: Any) -> None: ...


Edit = TypeVar("Edit", bound=_Edit)


def merged(kind: type[Edit], held: object, body: BaseModel, *, edit_number: int) -> Edit:
    """Return the edit that makes a record what was asked for.

    ``held`` is the record, or a mapping of its fields. Null empties a field that may be empty,
    and leaves one that may not.
    """
    may_be_empty = _may_be_empty(kind)
    sent = {name: getattr(body, name) for name in body.model_fields_set}
    wanted = {n: value for n, value in sent.items() if value is not None or n in may_be_empty}
    return kind(edit_number=edit_number, **(_values(kind, held) | wanted))


def _values(kind: type[Any], held: object) -> dict[str, Any]:
    names = [one.name for one in fields(kind) if one.name != "edit_number"]
    if isinstance(held, Mapping):
        return {name: held[name] for name in names if name in held}
    return {name: getattr(held, name) for name in names}


@cache
def _may_be_empty(kind: type[Any]) -> frozenset[str]:
    hints = get_type_hints(kind)
    return frozenset(name for name, hint in hints.items() if NoneType in get_args(hint))
