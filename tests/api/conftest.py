"""Programs that ask the application, on both databases."""

from collections.abc import Callable, Collection
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.web.conftest import (
    app,
    application,
    client,
    every_change_is_told,
    later,
    member,
    settings,
    sign_in,
)
from tracker.domain.actors import MACHINE
from tracker.domain.clock import now
from tracker.domain.scopes import Scope, grantable
from tracker.domain.vocabulary import Role
from tracker.models import Account
from tracker.services.members import accounts, tokens
from tracker.web.gates.limits import limiter

__all__ = [
    "app",
    "application",
    "client",
    "every_change_is_told",
    "later",
    "member",
    "settings",
    "sign_in",
]


class Program:
    """Something that asks with a token."""

    def __init__(self, client: FlaskClient, token: str, account: Account) -> None:
        self.client, self.token, self.account = client, token, account

    def ask(self, method: str, path: str, *, match: str | None = None, **options: Any) -> Any:
        """Send a request under /api/v1, with an If-Match where there is one."""
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        if match is not None:
            headers["If-Match"] = match
        answer: TestResponse = self.client.open(
            f"/api/v1{path}", method=method, headers=headers, buffered=True, **options
        )
        return answer

    def get(self, path: str, **options: Any) -> Any:
        return self.ask("GET", path, **options)

    def post(self, path: str, **options: Any) -> Any:
        return self.ask("POST", path, **options)

    def patch(self, path: str, **options: Any) -> Any:
        return self.ask("PATCH", path, **options)


@pytest.fixture
def program(
    client: FlaskClient, session: Session, member: Callable[..., Account]
) -> Callable[..., Program]:
    """Return a maker of programs that act for a member with a role."""
    limiter.forget()

    def make(role: Role = Role.EDITOR, scopes: Collection[Scope] | None = None) -> Program:
        account = member(role, "Ada Martin")
        wanted = grantable(accounts.as_actor(account)) if scopes is None else scopes
        _token, secret = tokens.create(
            session, account, name="Site", scopes=wanted, days=30, actor=MACHINE, at=now()
        )
        session.commit()
        return Program(client, secret, account)

    return make
