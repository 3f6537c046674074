"""The description and the application held against each other by a program we did not write.

Schemathesis reads the OpenAPI description and makes requests, fitting ones and wrong ones; no
answer may be a failure of ours, of a status or of a shape that is not described.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy.orm import Session

from tests.builders import make_article, make_claim, make_speaker
from tracker.config import Settings
from tracker.domain.actors import MACHINE
from tracker.domain.clock import now
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import Role, Stage
from tracker.models import Token
from tracker.models.engine import make_engine, write_sessions
from tracker.services import schema
from tracker.services.members import accounts, tokens
from tracker.web import create_app
from tracker.web.gates.limits import limiter

#: So many requests of each operation; make fuzz-api asks for more.
EXAMPLES = int(os.environ.get("TRACKER_FUZZ_EXAMPLES", "8"))
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


def fill(session: Session) -> str:
    """Put one of each record in the database, and return a token for all of it."""
    editor = accounts.create(
        session,
        email="ada@newsroom.example",
        name="Ada Martin",
        role=Role.EDITOR,
        password="four calm grey herons",
        actor=MACHINE,
        at=now(),
    )
    article = make_article(session, outlet="The Harbour Post")
    for stage in (Stage.PROPOSED, Stage.NEW, Stage.PUBLISHED):
        make_claim(session, article=article, stage=stage, speaker=make_speaker(session))
    _token, secret = tokens.create(
        session, editor, name="Fuzz", scopes=[Scope.READ], days=1, actor=MACHINE, at=now()
    )
    session.query(Token).update({"scopes": [scope.value for scope in Scope]})
    session.commit()
    return secret


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    """Return an application on a database of its own, with a token."""
    folder: Path = tmp_path_factory.mktemp("fuzz")
    chosen = Settings(
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'tracker.sqlite3'}",
        secret_key="a key for the tests, of forty characters",
        fetch=False,
    )
    engine = make_engine(chosen.database_url)
    schema.upgrade(engine)
    with write_sessions(engine)() as session:
        token = fill(session)
    engine.dispose()
    yield create_app(chosen), token
    limiter.forget()


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_answer_is_described(installation: tuple[Flask, str], mode: GenerationMode) -> None:
    app, token = installation
    for operation in operations(app):
        hold(operation, mode, {"Authorization": f"Bearer {token}"})


@pytest.mark.slow
# Schemathesis does not close the files that it is sent.
@pytest.mark.filterwarnings("ignore:Exception ignored in")
def test_every_answer_about_a_record_that_is_there_is_described(
    installation: tuple[Flask, str],
) -> None:
    app, token = installation
    headers = {"Authorization": f"Bearer {token}", "If-Match": "*"}
    for operation in operations(app):
        if "{" in operation.path and operation.method != "delete":
            hold(operation, GenerationMode.POSITIVE, headers, number=1)


def operations(app: Flask) -> list[APIOperation]:
    """Return every operation that the application describes."""
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    return [found.ok() for found in described.get_all_operations()]


def hold(
    operation: APIOperation,
    mode: GenerationMode,
    headers: dict[str, str],
    number: int | None = None,
) -> None:
    """Make requests of one operation, and hold each answer to what is described."""

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def check(case: Any) -> None:
        limiter.forget()
        if number is not None:
            known = {name: "csv" if name == "name" else number for name in case.path_parameters}
            case.path_parameters = known
        case.validate_response(case.call(headers=headers), checks=list(CHECKS))

    try:
        check()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, "nothing that fits can be made"
