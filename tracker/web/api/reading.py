"""What a program sends, held to its limits and to the shape that was declared for it.

Refused before anything else looks at it: bodies over a megabyte, nesting over 64 levels, keys
twice in one object, numbers that are none, lone surrogates and NUL (which PostgreSQL cannot
store), and whole numbers that no database holds.
"""

import json
import math
import re
from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError

from tracker.web.api.problems import Problem

BODY_BYTES, FILE_BYTES = 1_000_000, 20_000_000
DEPTH = 64
LARGEST = 2**63 - 1
MEDIA_TYPES = frozenset({"application/json", "application/merge-patch+json"})
#: Flask would take a form apart; whoever sends one, or JSON, meant another operation.
_NO_FILES = MEDIA_TYPES | {"multipart/form-data", "application/x-www-form-urlencoded"}

Shape = TypeVar("Shape", bound=BaseModel)


def read_body(shape: type[Shape]) -> Shape:
    """Return the body of the request as the shape; raise Problem 400, 413, 415 or 422."""
    if request.mimetype not in MEDIA_TYPES:
        raise Problem(415, "send the body as application/json")
    raw = request.get_data(cache=True)
    _check(_parse(raw))
    try:
        return shape.model_validate_json(raw, strict=True)
    except ValidationError as error:
        raise refused(error) from error


def read_file() -> bytes:
    """Return the bytes of the file that is the body; raise Problem 415 for JSON and forms."""
    if request.mimetype in _NO_FILES:
        raise Problem(415, "send the bytes of the file, with its media type")
    return request.get_data(cache=True)


def read_query(shape: type[Shape]) -> Shape:
    """Return what stands behind the question mark as the shape; raise Problem 422."""
    kinds = _kinds(shape)
    found: dict[str, Any] = {}
    for name, values in request.args.lists():
        _check([name, *values])
        kind = kinds.get(name)
        if kind != "array" and len(values) > 1:
            raise Problem(422, f"{name} stands there twice")
        found[name] = values if kind == "array" else _typed(values[0], kind)
    try:
        # As JSON, the values are held to the same rules as those of a body.
        return shape.model_validate_json(json.dumps(found), strict=True)
    except ValidationError as error:
        raise refused(error) from error


@cache
def _kinds(shape: type[BaseModel]) -> dict[str, str]:
    """Return the JSON type of each member; null apart, a member has one."""
    kinds = {}
    for name, facts in shape.model_json_schema().get("properties", {}).items():
        parts = [facts, *facts.get("anyOf", ())]
        kinds[name] = next((p["type"] for p in parts if p.get("type", "null") != "null"), "string")
    return kinds


def _typed(value: str, kind: str | None) -> str | int | bool:
    if kind == "integer" and re.fullmatch(r"-?[0-9]{1,18}", value):
        return int(value)
    if kind == "boolean" and value in {"true", "false"}:
        return value == "true"
    return value


def refused(error: ValidationError) -> Problem:
    """Return the problem that names each member that does not fit, by JSON pointer."""
    wrong = [
        {"pointer": "".join(f"/{part}" for part in one["loc"]), "detail": one["msg"]}
        for one in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    return Problem(422, "the request does not have the shape that is described", errors=wrong)


def _parse(raw: bytes) -> Any:
    try:
        return json.loads(raw, object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise Problem(422, f"the body is nested deeper than {DEPTH} levels") from error
    except ValueError as error:
        raise Problem(400, "the body is not valid JSON") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Problem(422, "the body holds an object with the same key twice")
    return found


def _refuse_constant(word: str) -> None:
    raise Problem(422, f"{word} is not a JSON number")


def _check(value: Any) -> None:
    """Look at every text and number, a level at a time: a recursion could be driven too deep."""
    level: list[Any] = [value]
    for _depth in range(DEPTH + 1):
        if not level:
            return
        level = [part for one in level for part in _parts(one)]
    raise Problem(422, f"the body is nested deeper than {DEPTH} levels")


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    if isinstance(value, list):
        return value
    if isinstance(value, str) and ("\0" in value or _has_surrogate(value)):
        raise Problem(422, "a text holds NUL or half of a character")
    if isinstance(value, int) and abs(value) > LARGEST:
        raise Problem(422, "a number is larger than any that is stored")
    if isinstance(value, float) and not math.isfinite(value):
        raise Problem(422, "a number is larger than any that is stored")
    return ()


def _has_surrogate(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
