"""The OpenAPI 3.1 description, written from the declarations that check the requests."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Flask
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema
from werkzeug.routing import Rule

from tracker.domain.commands import LARGEST_NUMBER
from tracker.web.api.operations import Operation
from tracker.web.api.problems import MEDIA_TYPE

_REF = "#/components/schemas/{model}"
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
        "current": {"type": "object", "description": "The record as it is (412)"},
        "attempted": {"type": "object", "description": "What was asked for (412)"},
    },
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "The same key with the same request is carried out once, for 24 hours",
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
}
_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag that you have seen, or *",
    "schema": {"type": "string", "minLength": 1},
}

_FILE = {
    "required": True,
    "description": "The bytes of the file, as its media type",
    "content": {
        "application/octet-stream": {"schema": {"type": "string", "contentMediaType": "*/*"}}
    },
}

Shapes = Mapping[Any, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Line:
    """One operation as the page for people shows it."""

    method: str
    path: str
    facts: dict[str, Any]

    @property
    def part(self) -> str:
        """Return which part of the interface it belongs to."""
        return str(self.facts["tags"][0])


def describe(app: Flask, *, site: str, version: str) -> dict[str, Any]:
    """Return the description of every operation that the application has."""
    found = list(_operations(app))
    shapes, parts = models_json_schema(
        sorted(_shapes(one for _rule, one in found), key=lambda pair: (str(pair[0]), pair[1])),
        ref_template=_REF,
    )
    paths: dict[str, dict[str, Any]] = {}
    for rule, declared in found:
        method = next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"})).lower()
        paths.setdefault(_path(rule), {})[method] = _operation(rule, declared, shapes)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Claim Tracker",
            "version": version,
            "description": "Articles, attributed claims and their checks, for programs.",
        },
        "servers": [{"url": site}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": {**parts.get("$defs", {}), "Problem": _PROBLEM},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def lines(described: dict[str, Any]) -> list[Line]:
    """Return the operations of a description in the order of their addresses."""
    return [
        Line(method.upper(), path, facts)
        for path, methods in described["paths"].items()
        for method, facts in methods.items()
    ]


def _operations(app: Flask) -> Iterator[tuple[Rule, Operation]]:
    for rule in app.url_map.iter_rules():
        declared = getattr(app.view_functions[rule.endpoint], "operation", None)
        if declared is not None:
            yield rule, declared


def _shapes(found: Iterable[Operation]) -> set[tuple[type[BaseModel], JsonSchemaMode]]:
    wanted: set[tuple[type[BaseModel], JsonSchemaMode]] = set()
    for one in found:
        if one.body is not None:
            wanted.add((one.body, "validation"))
        if one.answer is not None:
            wanted.add((one.answer, "serialization"))
    return wanted


def _path(rule: Rule) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)


def _operation(rule: Rule, declared: Operation, shapes: Shapes) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "operationId": rule.endpoint.removeprefix("api_"),
        "summary": declared.summary,
        "tags": [rule.endpoint.removeprefix("api_").partition(".")[0]],
        "parameters": list(_parameters(rule, declared)),
        "responses": _responses(declared, shapes),
        "security": [],
    }
    if "GET" in (rule.methods or ()) and rule.arguments and declared.answer is not None:
        facts["responses"]["304"] = {"description": "You have it: the ETag in If-None-Match"}
    if declared.scope is not None:
        facts["security"] = [{"token": []}]
        facts["description"] = f"Scope `{declared.scope.value}`; role " + " or ".join(
            role.label.lower() for role in declared.access
        )
    if declared.body is not None:
        schema = shapes[declared.body, "validation"]
        facts["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    if declared.takes_file:
        facts["requestBody"] = _FILE
    return facts


def _parameters(rule: Rule, declared: Operation) -> Iterator[dict[str, Any]]:
    for name in re.findall(r"<int:(\w+)>", rule.rule):
        number = {"type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER}
        yield {"name": name, "in": "path", "required": True, "schema": number}
    for name in re.findall(r"<(\w+)>", rule.rule):
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
    if declared.query is not None:
        yield from _query(declared.query)
    if declared.needs_match is not None:
        yield _MATCH
    if declared.may_repeat:
        yield _KEY


def _query(shape: type[BaseModel]) -> Iterator[dict[str, Any]]:
    schema = shape.model_json_schema(ref_template=_REF)
    parts = schema.get("$defs", {})
    for name, facts in schema["properties"].items():
        yield {
            "name": name,
            "in": "query",
            "required": False,
            "description": facts.get("description", ""),
            "schema": _inlined(_without_null(facts), parts),
        }


def _without_null(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the schema without null: nothing behind a question mark can be that."""
    kept = {name: value for name, value in facts.items() if name not in {"anyOf", "title"}}
    if kept.get("default", "") is None:
        del kept["default"]
    for one in facts.get("anyOf", ()):
        if one != {"type": "null"}:
            kept |= one
    return kept


def _inlined(value: Any, parts: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        if "$ref" in value:
            return parts[value["$ref"].rpartition("/")[2]]
        return {name: _inlined(part, parts) for name, part in value.items()}
    if isinstance(value, list):
        return [_inlined(part, parts) for part in value]
    return value


def _responses(declared: Operation, shapes: Shapes) -> dict[str, Any]:
    found = {str(declared.status): _success(declared, shapes)}
    for status in sorted(_refusals(declared)):
        schema = {"$ref": _REF.format(model="Problem")}
        found[str(status)] = {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
    return found


def _success(declared: Operation, shapes: Shapes) -> dict[str, Any]:
    said: dict[str, Any] = {"description": declared.summary}
    if declared.answer is not None:
        schema = shapes[declared.answer, "serialization"]
        said["content"] = {"application/json": {"schema": schema}}
    elif declared.media_type is not None:
        said["content"] = {"*/*": {}}
    return said


def _refusals(declared: Operation) -> set[int]:
    # A number that no record can have is no address, and so answers no method.
    found = {405, 422, 429, 503, *declared.refusals}
    if declared.scope is not None:
        found |= {401, 403}
    if declared.body is not None or declared.takes_file:
        found |= {400, 413, 415}
    if declared.needs_match is not None:
        found |= {412, 428}
    if declared.may_repeat:
        found |= {400, 409}
    return found
