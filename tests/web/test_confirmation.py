"""What guards accounts asks for the password once more, and goes on with what was typed."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.web.browser import Browser, form_fields
from tests.web.conftest import PASSWORD
from tests.web.test_security_access import addresses
from tracker.domain.clock import now
from tracker.domain.vocabulary import Role
from tracker.models import Account, Event, Invitation, SignIn
from tracker.services.members.sign_ins import FAILURES_MAX
from tracker.web.gates.confirmation import FIELD, PATIENCE, is_asked
from tracker.web.gates.security import SAFE_METHODS

INVITATION = {"email": "new@newsroom.example", "role": "editor"}
HEADLINE = "Your password, please"


@pytest.fixture
def admin(session: Session, sign_in: Callable[..., Account]) -> Account:
    """Return an administrator who signed in a good while ago."""
    account = sign_in(Role.ADMIN)
    make_old(session)
    return account


def make_old(session: Session) -> None:
    before = now() - PATIENCE - timedelta(seconds=1)
    session.execute(update(SignIn).values(created_at=before))
    session.commit()
    session.expire_all()


def asked(app: Flask) -> Iterator[tuple[str, str]]:
    """Yield the addresses that ask, with their endpoints."""
    for rule, method, address, _access in addresses(app):
        if method not in SAFE_METHODS and is_asked(app.view_functions[rule.endpoint]):
            yield rule.endpoint, address


def confirm(client: Browser, page: TestResponse, address: str, password: str) -> TestResponse:
    """Send the page that asks, as it stands, with a password."""
    return client.fill(page, address, {FIELD: password})  # type: ignore[no-any-return]  # a test client


def test_what_changes_accounts_tokens_and_webhooks_asks(app: Flask) -> None:
    assert {endpoint for endpoint, _address in asked(app)} >= {
        "people.invite",
        "people.change_role",
        "people.give_desk_role",
        "people.deactivate",
        "people.offer_password",
        "people.remove_second_factor",
        "people.ask_erasure",
        "people.agree_erasure",
        "tokens.create",
        "tokens.revoke",
        "webhooks.index",
        "webhooks.show",
        "webhooks.renew_secret",
        "webhooks.remove",
    }


def test_whatever_only_administrators_change_asks(app: Flask) -> None:
    silent = {
        rule.endpoint
        for rule, method, _address, access in addresses(app)
        if method not in SAFE_METHODS and access == (Role.ADMIN,)
    } - {endpoint for endpoint, _address in asked(app)}
    assert silent == set()


def test_everything_that_asks_keeps_what_was_typed_and_changes_nothing(
    app: Flask, client: Browser, session: Session, admin: Account
) -> None:
    before = session.scalar(select(func.count(Event.id)))
    typed = {"reason": "Line one\nline two", "name": "Desk <b>"}
    for endpoint, address in asked(app):
        answer = client.submit(address, typed)
        assert (answer.status_code, HEADLINE in answer.text) == (403, True), endpoint
        fields = form_fields(answer, address)
        assert {name: fields[name].replace("\r", "") for name in typed} == typed, endpoint
    session.expire_all()
    assert session.scalar(select(func.count(Event.id))) == before


def test_everything_that_asks_goes_on_with_the_right_password(
    app: Flask, client: Browser, session: Session, admin: Account
) -> None:
    for endpoint, address in asked(app):
        with client.session_transaction() as cookie:
            cookie.pop("confirmed", None)
        page = client.submit(address)
        answer = confirm(client, page, address, PASSWORD)
        # The records are not there, and the forms are empty: the view itself says so.
        assert answer.status_code != 403, endpoint
        assert HEADLINE not in answer.text, endpoint


def test_an_invitation_is_made_once_the_password_is_right(
    client: Browser, session: Session, admin: Account
) -> None:
    page = client.submit("/members/invitations", INVITATION)
    wrong = confirm(client, page, "/members/invitations", "not my password at all")
    assert wrong.status_code == 403
    assert "This is not your password." in wrong.text
    assert session.scalar(select(Invitation.email)) is None
    right = confirm(client, wrong, "/members/invitations", PASSWORD)
    assert right.status_code == 200
    assert session.scalar(select(Invitation.email)) == INVITATION["email"]


def test_the_password_counts_for_a_while_and_then_no_more(
    client: Browser, session: Session, admin: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = client.submit("/members/desks", {"name": "City"})
    assert confirm(client, page, "/members/desks", PASSWORD).status_code == 302
    assert client.submit("/members/desks", {"name": "Sport"}).status_code == 302
    later = now() + PATIENCE
    monkeypatch.setattr("tracker.web.gates.confirmation.now", lambda: later)
    assert HEADLINE in client.submit("/members/desks", {"name": "Arts"}).text


def test_whoever_just_signed_in_is_not_asked(
    client: Browser, sign_in: Callable[..., Account]
) -> None:
    sign_in(Role.ADMIN)
    assert client.submit("/members/desks", {"name": "City"}).status_code == 302


def test_a_confirmation_is_worth_nothing_in_another_sign_in(
    client: Browser, session: Session, admin: Account
) -> None:
    with client.session_transaction() as cookie:
        cookie["confirmed"] = [999, now().timestamp()]
    assert HEADLINE in client.submit("/members/desks", {"name": "City"}).text


def test_passwords_cannot_be_tried_one_after_the_other(
    client: Browser, session: Session, admin: Account
) -> None:
    page = client.submit("/members/desks", {"name": "City"})
    for _ in range(FAILURES_MAX):
        assert confirm(client, page, "/members/desks", "not my password").status_code == 403
    answer = confirm(client, page, "/members/desks", PASSWORD)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert form_fields(answer, "/members/desks")["name"] == "City"


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("/account/password", {"new_password": "five brown rivers at dusk"}),
        ("/account/second-factor/remove", {}),
        ("/account/second-factor/codes", {}),
    ],
)
def test_nor_can_they_be_tried_in_the_forms_of_ones_own_account(
    client: Browser, admin: Account, address: str, asked: dict[str, str]
) -> None:
    asked |= {"repeat_password": asked["new_password"]} if asked else {}
    for _ in range(FAILURES_MAX):
        wrong = client.submit(address, asked | {"current_password": "not my password"})
        assert wrong.status_code == 422
    answer = client.submit(address, asked | {"current_password": PASSWORD})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_somebody_without_the_role_is_refused_and_not_asked(
    client: Browser, session: Session, sign_in: Callable[..., Account]
) -> None:
    sign_in(Role.EDITOR)
    make_old(session)
    answer = client.submit("/members/desks", {"name": "City"})
    assert answer.status_code == 403
    assert HEADLINE not in answer.text
