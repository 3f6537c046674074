"""Which program may call what: every operation, every role, every scope, from the map itself."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.api.conftest import Program
from tests.builders import make_claim
from tracker.domain.actors import MACHINE, Actor
from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit, NotFound
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import Role
from tracker.models import Token
from tracker.services.members import tokens
from tracker.services.members.tokens import LONGEST_DAYS
from tracker.web.api.bearers import PER_TOKEN
from tracker.web.api.operations import Operation
from tracker.web.gates.limits import limiter

Maker = Callable[..., Program]
NOBODY = 999_999


def operations(app: Flask) -> Iterator[tuple[Operation, str, str]]:
    """Yield every operation with a method and an address of a record that is not there."""
    for rule in app.url_map.iter_rules():
        declared = getattr(app.view_functions[rule.endpoint], "operation", None)
        if declared is None:
            continue
        values = {name: "csv" if name == "name" else NOBODY for name in rule.arguments}
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **values).removeprefix("/api/v1")
        method = next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        yield declared, method, address


def test_there_are_operations(app: Flask) -> None:
    assert len(list(operations(app))) > 20


def test_without_a_token_only_what_is_for_everybody_answers(
    app: Flask, client: FlaskClient
) -> None:
    limiter.forget()
    for declared, method, address in operations(app):
        answer = client.open(f"/api/v1{address}", method=method)
        if declared.scope is None:
            assert answer.status_code in {200, 422}, address
        else:
            assert answer.status_code == 401, address
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
            assert answer.mimetype == "application/problem+json"


def test_a_sign_in_of_a_browser_means_nothing_here(
    client: FlaskClient, sign_in: Callable[..., object]
) -> None:
    sign_in(Role.EDITOR)
    assert client.get("/api/v1/claims").status_code == 401


@pytest.mark.parametrize("role", list(Role))
def test_each_role_reaches_exactly_what_is_declared_for_it(
    app: Flask, session: Session, program: Maker, role: Role
) -> None:
    asking = program(role, [Scope.READ])
    # A token with every scope, as it would stand after its owner lost a role.
    session.query(Token).update({"scopes": [scope.value for scope in Scope]})
    session.commit()
    actor = Actor(account_id=1, name="Somebody", role=role)
    for declared, method, address in operations(app):
        answer = asking.ask(method, address, match="*")
        allowed = declared.scope is None or declared.admits(actor)
        assert (answer.status_code == 403) is not allowed, (role, method, address)
        assert answer.status_code < 500, (role, method, address)


@pytest.mark.parametrize("scope", list(Scope))
def test_a_token_reaches_exactly_its_scope(
    app: Flask, session: Session, program: Maker, scope: Scope
) -> None:
    asking = program(Role.EDITOR, [Scope.READ])
    session.query(Token).update({"scopes": [scope.value]})
    session.commit()
    for declared, method, address in operations(app):
        if declared.scope is None or declared.role is Role.AUDITOR:
            continue
        answer = asking.ask(method, address, match="*")
        assert (answer.status_code == 403) is (declared.scope is not scope), (scope, address)


#: What adds a record of its own, or asks for something to be done; nothing that is there changes.
ADDS = {
    "api_articles.create",
    "api_articles.read_again",
    "api_claims.create",
    "api_comments.create",
    "api_evidence.create",
    "api_media.create",
    "api_outlets.create",
    "api_replies.create",
    "api_snapshots.check",
    "api_review.give",
    "api_snapshots.fetch",
    "api_snapshots.upload",
    "api_speakers.create",
    "api_webhooks.create",
    "api_webhooks.replay",
}


def test_every_change_of_a_record_asks_what_its_writer_has_seen(app: Flask) -> None:
    writing = {
        rule.endpoint: declared
        for rule in app.url_map.iter_rules()
        if (declared := getattr(app.view_functions[rule.endpoint], "operation", None))
        and (rule.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}
    }
    without = {name for name, declared in writing.items() if declared.needs_match is None}
    assert without == ADDS


def test_a_revoked_token_opens_nothing(session: Session, program: Maker) -> None:
    asking = program()
    tokens.revoke(session, session.query(Token).one().id, actor=MACHINE, at=now())
    session.commit()
    answer = asking.get("/claims")
    assert answer.status_code == 401
    assert "invalid_token" in answer.headers["WWW-Authenticate"]


def test_a_token_ends_with_its_time(program: Maker, later: Callable[[int], None]) -> None:
    asking = program()
    later(24 * 31)
    assert asking.get("/claims").status_code == 401


def test_a_token_ends_with_its_owner(session: Session, program: Maker) -> None:
    asking = program()
    asking.account.is_active = False
    session.commit()
    assert asking.get("/claims").status_code == 401


def test_the_secret_is_not_kept(session: Session, program: Maker) -> None:
    asking = program()
    token = session.query(Token).one()
    assert asking.token not in {token.token_hash, token.beginning}
    assert asking.token.startswith(token.beginning)


def test_the_use_of_a_token_is_noted(session: Session, program: Maker) -> None:
    asking = program()
    asking.get("/claims")
    session.expire_all()
    assert session.query(Token).one().last_used_at is not None


def test_nobody_gives_a_token_more_than_they_may(session: Session, member: Maker) -> None:
    account = member(Role.CONTRIBUTOR)
    actor = Actor(account.id, account.name, account.role)
    with pytest.raises(InvalidEdit, match="publish"):
        tokens.create(
            session, account, name="Site", scopes=[Scope.PUBLISH], days=1, actor=actor, at=now()
        )


def test_a_token_lives_no_longer_than_a_year(session: Session, member: Maker) -> None:
    account = member(Role.EDITOR)
    with pytest.raises(InvalidEdit, match="365"):
        tokens.create(
            session,
            account,
            name="Site",
            scopes=[Scope.READ],
            days=LONGEST_DAYS + 1,
            actor=MACHINE,
            at=now(),
        )


def test_nobody_revokes_the_token_of_somebody_else(
    session: Session, program: Maker, member: Maker
) -> None:
    program()
    other = member(Role.EDITOR, "Bo Lind")
    with pytest.raises(NotFound):
        tokens.revoke(
            session,
            session.query(Token).one().id,
            actor=Actor(other.id, other.name, other.role),
            at=now() + timedelta(seconds=1),
        )


def test_too_many_requests_are_told_when_to_come_back(session: Session, program: Maker) -> None:
    claim = make_claim(session)
    session.commit()
    asking = program()
    token = session.query(Token).one()
    for _ in range(299):
        limiter.take("api token", str(token.id), PER_TOKEN)
    last = asking.get(f"/claims/{claim.id}")
    assert last.status_code == 200
    assert last.headers["RateLimit"].startswith('"token";r=')
    refused = [asking.get(f"/claims/{claim.id}") for _ in range(12)][-1]
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) >= 1
    limiter.forget()
