"""The second factor: set up, asked for, never accepted twice; and doors that hold."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.web.browser import Browser, form_fields
from tests.web.conftest import PASSWORD
from tracker.domain.clock import now
from tracker.domain.vocabulary import Role
from tracker.models import Account, SecondFactor
from tracker.services.members import second_factors
from tracker.web.gates.limits import WRITING, Limiter, Rate, TooOften, limiter

pytestmark = pytest.mark.usefixtures("every_change_is_told")

MakeMember = Callable[..., Account]


def set_up(client: Browser, *, password: str = PASSWORD) -> tuple[str, Any]:
    """Set up the second factor as a member does; return the secret and the answer."""
    page = client.get("/account/second-factor")
    secret = form_fields(page, "/account/second-factor")["secret"]
    # The code of the step before, so that the code of this step is still unused.
    code = pyotp.TOTP(secret).at(now() - timedelta(seconds=30))
    fields = {"code": code, "current_password": password}
    return secret, client.fill(page, "/account/second-factor", fields)


def password_step(client: Browser, account: Account) -> Any:
    return client.submit("/sign-in", {"email": account.email, "password": PASSWORD})


@pytest.fixture
def guarded(client: Browser, sign_in: MakeMember, app: Flask) -> tuple[Account, str, list[str]]:
    """Return a member with a second factor, its secret and the recovery codes; signed out."""
    account = sign_in(Role.EDITOR)
    secret, answer = set_up(client)
    codes = re.findall(r"<li><code>([a-z0-9-]+)</code>", answer.text)
    client.submit("/sign-out")
    return account, secret, codes


def test_the_password_alone_opens_nothing_any_more(
    client: Browser, guarded: tuple[Account, str, list[str]]
) -> None:
    account, secret, codes = guarded
    assert len(codes) == 10
    assert password_step(client, account).location.startswith("/sign-in/code")
    assert client.get("/speakers").status_code == 302
    assert client.submit("/sign-in/code", {"code": "000000"}).status_code == 422
    code = pyotp.TOTP(secret).at(now())
    assert client.submit("/sign-in/code", {"code": code, "next": "/claims"}).location == "/claims"
    assert client.get("/speakers").status_code == 200


def test_a_code_counts_once(
    client: Browser, guarded: tuple[Account, str, list[str]], app: Flask
) -> None:
    account, secret, _codes = guarded
    code = pyotp.TOTP(secret).at(now())
    password_step(client, account)
    assert client.submit("/sign-in/code", {"code": code}).status_code == 302
    thief = app.test_client()
    assert isinstance(thief, Browser)
    password_step(thief, account)
    assert thief.submit("/sign-in/code", {"code": code}).status_code == 422


def test_a_recovery_code_counts_once_and_however_it_is_typed(
    client: Browser, guarded: tuple[Account, str, list[str]]
) -> None:
    account, _secret, codes = guarded
    for code, status in ((codes[0].upper().replace("-", " "), 302), (codes[0], 422)):
        password_step(client, account)
        assert client.submit("/sign-in/code", {"code": code}).status_code == status
        client.submit("/sign-out")


def test_five_wrong_codes_are_enough(
    client: Browser, guarded: tuple[Account, str, list[str]]
) -> None:
    account, secret, _codes = guarded
    password_step(client, account)
    for _time in range(5):
        assert client.submit("/sign-in/code", {"code": "000000"}).status_code == 422
    answer = client.submit("/sign-in/code", {"code": pyotp.TOTP(secret).at(now())})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_the_code_cannot_be_typed_without_the_password(client: Browser) -> None:
    answer = client.submit("/sign-in/code", {"code": "123456"})
    assert answer.location.startswith("/sign-in")


def test_the_secret_is_encrypted_and_needs_the_password(
    client: Browser, sign_in: MakeMember, session: Session
) -> None:
    account = sign_in(Role.EDITOR)
    _secret, refused = set_up(client, password="not the password")
    assert refused.status_code == 422
    assert not second_factors.is_set(session, account.id)
    secret, _answer = set_up(client)
    session.expire_all()
    kept = session.scalars(select(SecondFactor)).one()
    assert secret not in kept.sealed_secret
    assert secret not in client.get("/account/second-factor").text.replace(" ", "")


def test_a_member_takes_it_away_with_the_password_alone_in_hand(
    client: Browser, sign_in: MakeMember, session: Session
) -> None:
    account = sign_in(Role.EDITOR)
    set_up(client)
    address = "/account/second-factor/remove"
    assert client.submit(address, {"current_password": "wrong words here"}).status_code == 422
    assert client.submit(address, {"current_password": PASSWORD}).status_code == 302
    session.expire_all()
    assert not second_factors.is_set(session, account.id)


@pytest.mark.parametrize(
    ("role", "status"), [(Role.EDITOR, 302), (Role.ADMIN, 302), (Role.REVIEWER, 200)]
)
def test_a_newsroom_can_demand_it_of_those_with_power(
    client: Browser, sign_in: MakeMember, app: Flask, role: Role, status: int
) -> None:
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, require_second_factor=True)
    try:
        sign_in(role)
        answer = client.get("/claims")
        assert answer.status_code == status
        if status == 302:
            assert answer.location == "/account/second-factor"
            set_up(client)
            assert client.get("/claims").status_code == 200
    finally:
        app.config["SETTINGS"] = before


def test_nobody_shuts_a_member_out_of_a_browser_that_is_known(
    client: Browser, member: MakeMember, app: Flask
) -> None:
    account = member()
    password_step(client, account)
    client.submit("/sign-out")
    attacker = app.test_client()
    assert isinstance(attacker, Browser)
    for _time in range(11):
        attacker.submit("/sign-in", {"email": account.email, "password": "guess after guess"})
    assert password_step(attacker, account).status_code == 429
    assert password_step(client, account).status_code == 302


def test_a_known_browser_may_not_guess_for_ever(client: Browser, member: MakeMember) -> None:
    account = member()
    password_step(client, account)
    client.submit("/sign-out")
    for _time in range(10):
        client.submit("/sign-in", {"email": account.email, "password": "guess after guess"})
    assert password_step(client, account).status_code == 429


def test_a_device_cookie_that_was_made_up_helps_nobody(client: Browser, member: MakeMember) -> None:
    account = member()
    client.set_cookie("tracker-device", f"[{account.id}, 'x'].made.up")
    for _time in range(10):
        client.submit("/sign-in", {"email": account.email, "password": "guess after guess"})
    assert password_step(client, account).status_code == 429


def test_a_bucket_empties_and_fills_again() -> None:
    moment = [0.0]
    counter = Limiter(clock=lambda: moment[0])
    rate = Rate(burst=2, per_second=0.5)
    counter.take("x", "me", rate)
    counter.take("x", "me", rate)
    with pytest.raises(TooOften) as refused:
        counter.take("x", "me", rate)
    assert refused.value.wait == timedelta(seconds=2)
    counter.take("x", "somebody else", rate)
    moment[0] = 2.0
    counter.take("x", "me", rate)


def test_whoever_writes_without_end_is_told_to_wait(
    client: Browser, sign_in: MakeMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = sign_in(Role.EDITOR)
    monkeypatch.setattr(limiter, "_clock", lambda: 0.0)
    limiter.forget()
    for _time in range(WRITING.burst):
        limiter.take("writing", str(account.id), WRITING)
    answer = client.submit("/sign-out")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
    assert client.get("/speakers").status_code == 200
