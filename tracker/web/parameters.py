"""What a request says in its address and its forms, as both databases can hold it."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict, iter_multi_items

Given = Mapping[str, Any] | Iterable[tuple[str, Any]]


class Parameters(ImmutableMultiDict[str, Any]):
    """Names with their values, without zero bytes: PostgreSQL refuses a text that holds one.

    No keyboard types them, so whoever sends them misses nothing; files are left as they are.
    """

    def __init__(self, mapping: MultiDict[str, Any] | Given | None = None) -> None:
        pairs = () if mapping is None else iter_multi_items(mapping)
        super().__init__([(_without_zero(name), _without_zero(value)) for name, value in pairs])


class CleanRequest(Request):
    """A request whose parameters can be stored and looked for."""

    parameter_storage_class = Parameters


def _without_zero(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) else value
