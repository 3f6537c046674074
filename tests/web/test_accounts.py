"""Signing in and out, sessions on the server, one's own password."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.web.browser import Browser
from tests.web.conftest import PASSWORD, give_sign_in
from tracker.config import Settings
from tracker.domain.actors import MACHINE
from tracker.domain.clock import now
from tracker.domain.vocabulary import Role
from tracker.models import Account, SignIn
from tracker.services.members import accounts, passwords, sign_ins
from tracker.web import create_app

MakeMember = Callable[..., Account]


def enter(client: Browser, account: Account, password: str = PASSWORD, **more: str) -> Any:
    """Sign in by the form."""
    return client.submit("/sign-in", {"email": account.email, "password": password, **more})


def test_a_member_signs_in_and_is_led_to_where_they_were_going(
    client: Browser, member: MakeMember
) -> None:
    account = member()
    asked = client.get("/claims?stage=proposed&q=harbour")
    assert asked.status_code == 302
    page = client.get(asked.location)
    assert "Please sign in" in page.text
    answer = client.fill(page, "/sign-in", {"email": account.email, "password": PASSWORD})
    assert answer.location == "/claims?stage=proposed&q=harbour"
    assert client.get(answer.location).status_code == 200


def test_the_address_may_be_typed_in_capitals_and_with_spaces(
    client: Browser, member: MakeMember
) -> None:
    account = member()
    fields = {"email": f"  {account.email.upper()} ", "password": PASSWORD}
    assert client.submit("/sign-in", fields).status_code == 302


def test_a_wrong_password_an_unknown_address_and_a_closed_account_read_the_same(
    client: Browser, member: MakeMember, session: Session
) -> None:
    account = member()
    closed = member(Role.VIEWER, "Clara Closed")
    closed.is_active = False
    session.commit()
    tries = [
        (account.email, "wrong " * 4),
        ("nobody@x.example", PASSWORD),
        (closed.email, PASSWORD),
    ]
    pages = []
    for email, password in tries:
        answer = client.submit("/sign-in", {"email": email, "password": password})
        assert answer.status_code == 422
        text = re.sub(r'name="csrf_token"[^>]*>', "", answer.text)
        pages.append(text.replace(email, "EMAIL"))
    assert pages[0] == pages[1] == pages[2]
    assert "The e-mail address or the password is wrong" in pages[0]
    assert "You are not signed in yet" in pages[0]
    assert "Not saved yet" not in pages[0]


def test_the_first_unknown_address_after_a_start_costs_no_more_than_others(
    application: Flask, settings: Settings
) -> None:
    passwords.dummy_hash.cache_clear()
    create_app(settings)
    assert passwords.dummy_hash.cache_info().currsize == 1


def test_the_browser_holds_no_password_and_the_server_only_the_hash_of_the_token(
    client: Browser, member: MakeMember, session: Session
) -> None:
    account = member()
    enter(client, account)
    with client.session_transaction() as cookie:
        token = cookie["sign_in"]
    opened = session.scalars(select(SignIn).where(SignIn.account_id == account.id)).one()
    assert len(token) >= 43
    assert token not in opened.token_hash
    assert len(opened.token_hash) == 64


def test_each_sign_in_has_a_new_token_and_a_new_form_token(
    client: Browser, member: MakeMember
) -> None:
    account = member()
    client.get("/sign-in")
    with client.session_transaction() as cookie:
        before = dict(cookie)
    seen = set()
    for _time in range(2):
        enter(client, account)
        with client.session_transaction() as cookie:
            seen.add(cookie["sign_in"])
            assert cookie.get("csrf_token") != before["csrf_token"]
        client.submit("/sign-out")
    assert len(seen) == 2


def test_after_signing_out_the_old_cookie_opens_nothing(
    client: Browser, sign_in: Callable[..., Account], app: Flask
) -> None:
    sign_in(Role.EDITOR)
    with client.session_transaction() as cookie:
        token = cookie["sign_in"]
    answer = client.submit("/sign-out")
    assert answer.headers["Clear-Site-Data"]
    assert client.get("/account").status_code == 302
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie["sign_in"] = token
    assert thief.get("/account").status_code == 302


@pytest.mark.parametrize("token", ["", "x", "0" * 43, 12, None, ["a"], "\u0000"])
def test_a_token_that_was_never_given_opens_nothing(client: Browser, token: object) -> None:
    with client.session_transaction() as cookie:
        cookie["sign_in"] = token
    assert client.get("/account").status_code == 302


def test_a_sign_in_ends_after_eight_idle_hours(
    client: Browser, sign_in: Callable[..., Account], later: Callable[[int], None]
) -> None:
    sign_in(Role.EDITOR)
    later(7)
    assert client.get("/account").status_code == 200
    later(7)
    assert client.get("/account").status_code == 200
    later(9)
    assert client.get("/account").status_code == 302


def test_a_sign_in_ends_after_a_day_even_when_it_is_used(
    client: Browser, sign_in: Callable[..., Account], later: Callable[[int], None]
) -> None:
    sign_in(Role.EDITOR)
    for _time in range(4):
        later(6)
        last = client.get("/account")
    assert last.status_code == 302


def test_seen_is_written_every_few_minutes_only(
    client: Browser, sign_in: Callable[..., Account], session: Session
) -> None:
    account = sign_in(Role.EDITOR)
    opened = session.scalars(select(SignIn).where(SignIn.account_id == account.id)).one()
    first = opened.last_seen_at
    client.get("/account")
    session.expire_all()
    assert opened.last_seen_at == first
    opened.last_seen_at = first - timedelta(minutes=6)
    session.commit()
    client.get("/account")
    session.expire_all()
    assert opened.last_seen_at >= first


def test_a_changed_role_holds_from_the_next_request(
    client: Browser, sign_in: Callable[..., Account], session: Session
) -> None:
    account = sign_in(Role.EDITOR)
    assert client.get("/speakers/new").status_code == 200
    accounts.change_role(session, account, Role.VIEWER, actor=MACHINE, at=now())
    session.commit()
    assert client.get("/speakers/new").status_code == 302
    give_sign_in(client, session, account)
    assert client.get("/speakers/new").status_code == 403


def test_a_deactivated_member_is_out_at_the_next_request(
    client: Browser, sign_in: Callable[..., Account], session: Session
) -> None:
    account = sign_in(Role.EDITOR)
    accounts.deactivate(session, account, actor=MACHINE, at=now())
    session.commit()
    assert client.get("/account").status_code == 302


def test_after_ten_failures_the_next_try_must_wait(client: Browser, member: MakeMember) -> None:
    account = member()
    for _time in range(10):
        assert enter(client, account, "not the password").status_code == 422
    answer = enter(client, account)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 300


def test_failures_of_one_member_do_not_hold_up_another_at_another_address(
    app: Flask, client: Browser, member: MakeMember
) -> None:
    account, other = member(), member(Role.VIEWER, "Bela Other")
    for _time in range(11):
        enter(client, account, "not the password")
    answer = client.submit(
        "/sign-in",
        {"email": other.email, "password": PASSWORD},
        environ_base={"REMOTE_ADDR": "203.0.113.9"},
    )
    assert answer.status_code == 302


def test_a_forwarded_address_that_nobody_vouches_for_does_not_start_anew(
    client: Browser, member: MakeMember
) -> None:
    for number in range(10):
        fields = {"email": f"nobody{number}@x.example", "password": "not the password"}
        client.submit("/sign-in", fields, headers={"X-Forwarded-For": f"198.51.100.{number}"})
    assert enter(client, member()).status_code == 429


def test_waiting_ends_the_wait(
    client: Browser, member: MakeMember, later: Callable[[int], None]
) -> None:
    account = member()
    for _time in range(11):
        enter(client, account, "not the password")
    later(1)
    assert enter(client, account).status_code == 302


def test_an_overlong_password_is_refused_before_it_is_hashed(
    client: Browser, member: MakeMember
) -> None:
    assert enter(client, member(), "x" * 200_000).status_code == 422


def test_a_member_changes_the_password_and_stays_signed_in_here_only(
    app: Flask, client: Browser, sign_in: Callable[..., Account], session: Session
) -> None:
    account = sign_in(Role.VIEWER)
    elsewhere = app.test_client()
    give_sign_in(elsewhere, session, account)
    fields = {
        "current_password": PASSWORD,
        "new_password": "seven quiet green lamps",
        "repeat_password": "seven quiet green lamps",
    }
    page = client.get("/account")
    answer = client.fill(page, "/account/password", fields)
    assert answer.status_code == 302
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302
    fresh = app.test_client()
    assert isinstance(fresh, Browser)
    assert enter(fresh, account).status_code == 422
    assert enter(fresh, account, "seven quiet green lamps").status_code == 302


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"current_password": "not mine at all"}, "This is not your password"),
        ({"new_password": "short", "repeat_password": "short"}, "12 characters or more"),
        ({"repeat_password": "something else"}, "not the same"),
        ({"new_password": PASSWORD, "repeat_password": PASSWORD}, "choose another"),
    ],
)
def test_a_password_that_does_not_do_is_refused_beside_its_field(
    client: Browser, sign_in: Callable[..., Account], fields: dict[str, str], message: str
) -> None:
    sign_in(Role.VIEWER)
    good = {
        "current_password": PASSWORD,
        "new_password": "seven quiet green lamps",
        "repeat_password": "seven quiet green lamps",
    }
    answer = client.submit("/account/password", {**good, **fields})
    assert answer.status_code == 422
    assert message in answer.text
    assert "seven quiet green lamps" not in answer.text


def test_a_member_sees_and_ends_their_other_sign_ins(
    app: Flask, client: Browser, sign_in: Callable[..., Account], session: Session
) -> None:
    account = sign_in(Role.VIEWER)
    elsewhere = app.test_client()
    give_sign_in(elsewhere, session, account)
    page = client.get("/account")
    assert page.text.count("Firefox on Linux") >= 2
    address = re.findall(r'action="(/account/sign-ins/\d+/end)"', page.text)
    assert len(address) == 1
    assert client.submit(address[0]).status_code == 302
    assert elsewhere.get("/account").status_code == 302
    assert client.get("/account").status_code == 200


def test_nobody_ends_the_sign_in_of_another(
    client: Browser, sign_in: Callable[..., Account], member: MakeMember, session: Session
) -> None:
    sign_in(Role.EDITOR)
    other = member(Role.VIEWER, "Bela Other")
    sign_ins.begin(session, other.id, device="", at=now())
    session.commit()
    theirs = session.scalars(select(SignIn).where(SignIn.account_id == other.id)).one()
    assert client.submit(f"/account/sign-ins/{theirs.id}/end").status_code == 404
    session.expire_all()
    assert theirs.ended_at is None


def test_whoever_is_signed_in_already_is_led_on(
    client: Browser, sign_in: Callable[..., Account]
) -> None:
    sign_in(Role.VIEWER)
    assert client.get("/sign-in?next=/claims").location == "/claims"
    assert client.get("/sign-in?next=//evil.example").location == "/"
