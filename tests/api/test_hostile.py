"""What no program should send, sent to every operation: refused in words, never a failure."""

import json
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.api.conftest import Program
from tests.builders import make_article, make_claim, make_speaker
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import Role, Stage
from tracker.models import Token
from tracker.web.api.operations import Operation
from tracker.web.gates.limits import limiter

pytestmark = pytest.mark.slow

Maker = Callable[..., Program]
JSON = {"Content-Type": "application/json"}
#: What stands in the place of every value of a body.
VALUES = {
    "NUL": '"a\\u0000b"',
    "half a character": '"\\ud800"',
    "2^63": str(2**63),
    "2^1000": str(2**1000),
    "below zero": "-1",
    "NaN": "NaN",
    "endless": "1e999",
    "nothing": "null",
    "an object": "{}",
    "deep": "[" * 10_000 + "]" * 10_000,
    "long": f'"{"a" * 200_000}"',
    "no language": '"\\u202e\\ufeff\\uffff\\ufdd0"',
}
QUERIES = ("%00", "%ED%A0%80", "%FF", str(2**63), "-1", "NaN", "a" * 20_000, "%0D%0Ax:y")
NUMBERS = (0, 2**31 - 1, 2**31, 2**63 - 1, 2**63, 2**200)


@pytest.fixture
def asking(session: Session, program: Maker) -> Program:
    """Return a program that may do everything, where there is something to do it to."""
    article = make_article(session)
    make_claim(session, article=article, stage=Stage.NEW, speaker=make_speaker(session))
    found = program(Role.EDITOR, [Scope.READ])
    session.query(Token).update({"scopes": [scope.value for scope in Scope]})
    session.commit()
    return found


def operations(app: Flask, number: int) -> Iterator[tuple[Operation, str, str]]:
    """Yield every operation with a method, and its address for a record of this number."""
    for rule in app.url_map.iter_rules():
        declared = getattr(app.view_functions[rule.endpoint], "operation", None)
        if declared is None:
            continue
        address = rule.rule.removeprefix("/api/v1")
        for name in rule.arguments:
            given = "csv" if name == "name" else str(number)
            address = address.replace(f"<int:{name}>", given).replace(f"<{name}>", given)
        yield declared, next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"})), address


def hold(answer, *where: object) -> None:
    limiter.forget()
    assert answer.status_code < 500, (*where, answer.text[:500])
    if answer.status_code >= 400:
        assert answer.mimetype == "application/problem+json", where
        assert json.loads(answer.data)["detail"], where


@pytest.mark.parametrize("name", VALUES)
def test_no_value_of_a_body_is_a_failure(app: Flask, asking: Program, name: str) -> None:
    for declared, method, address in operations(app, 1):
        if declared.body is None:
            continue
        for field in declared.body.model_fields:
            body = f'{{"{field}": {VALUES[name]}}}'
            answer = asking.ask(method, address, match="*", data=body, headers=JSON)
            hold(answer, method, address, field)


@pytest.mark.parametrize("value", QUERIES, ids=range(len(QUERIES)))
def test_no_value_of_a_query_is_a_failure(app: Flask, asking: Program, value: str) -> None:
    for declared, method, address in operations(app, 1):
        for field, facts in declared.query.model_fields.items() if declared.query else ():
            asked = f"{address}?{facts.alias or field}={value}"
            hold(asking.ask(method, asked, match="*"), asked[:100])


@pytest.mark.parametrize("number", NUMBERS)
def test_no_number_of_a_record_is_a_failure(app: Flask, asking: Program, number: int) -> None:
    for _declared, method, address in operations(app, number):
        hold(asking.ask(method, address, match="*"), method, address)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("If-Match", "W/"),
        ("If-Match", '"claim-1-99999999999999999999"'),
        ("If-Match", '"' + "x" * 5_000 + '"'),
        ("Idempotency-Key", "é" * 9),
        ("Content-Type", "application/json; charset=utf-7"),
        ("Content-Length", "-1"),
        ("Accept-Language", "x-" * 3_000),
        ("Authorization", "Bearer " + "a" * 9_000),
    ],
)
def test_no_header_is_a_failure(app: Flask, asking: Program, name: str, value: str) -> None:
    for _declared, method, address in operations(app, 1):
        headers = JSON | {name: value}
        hold(asking.ask(method, address, headers=headers, data=b"{}"), method, address, name)
