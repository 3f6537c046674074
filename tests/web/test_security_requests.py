"""Forged requests, foreign hosts, too large ones, and ways out of the site."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.web.browser import Browser
from tests.web.test_security_access import addresses, is_allowed
from tracker.domain.actors import Actor
from tracker.domain.vocabulary import Role
from tracker.models import Event, Speaker
from tracker.web.gates.security import PUBLIC, SAFE_METHODS, safe_next

FORM = {"name": "Nadia Petrova", "kind": "person", "description": "Head of the harbour office"}

HOSTILE = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "//evil.example/%2e%2e",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "/\\\\evil.example",
    "https://evil.example",
    "HTTPS://evil.example",
    "http:evil.example",
    "http:/evil.example",
    "http:///evil.example",
    "https:evil.example",
    "ftp://evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "mailto:a@evil.example",
    "blob:https://evil.example/1",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\n//evil.example",
    "\x00//evil.example",
    "\x0b//evil.example",
    "/\x00/evil.example",
    "/\x7f/evil.example",
    "/ /evil.example",
    "/\u2028/evil.example",
    "/\u00a0/evil.example",
    "/\u200b/evil.example",
    "/\u202e/evil.example",
    "evil.example",
    "evil.example/claims",
    "claims",
    "./claims",
    "../claims",
    "?next=//evil.example",
    "#top",
    "@evil.example",
    "user@evil.example",
    ":80",
    "//[::1]",
    "//[",
    "https://[",
    "//\u3002evil.example",
    "/claims\r\nSet-Cookie: a=b",
    "/claims\nLocation: //evil.example",
    "/" + "a" * 3000,
    "",
]


@pytest.mark.parametrize("target", HOSTILE)
def test_nobody_is_led_out_of_the_site_after_signing_in(application: Flask, target: str) -> None:
    with application.test_request_context():
        assert safe_next(target) == "/"


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/claims",
        "/claims?stage=proposed&q=a%20b",
        "/claims/12#history",
        "/articles/3?next=https://elsewhere.example",
        "/speakers?q=Mar%C3%ADa",
        "/claims?q=//x",
    ],
)
def test_a_page_of_ours_is_where_one_goes_on(application: Flask, target: str) -> None:
    with application.test_request_context():
        assert safe_next(target) == target


def test_signing_in_never_answers_with_a_foreign_address(
    client: Browser, member: Callable[..., Any]
) -> None:
    account = member()
    fields = {"email": account.email, "password": "four calm grey herons"}
    for target in ("//evil.example", "https://evil.example", "/\\evil.example"):
        answer = client.submit("/sign-in", {**fields, "next": target})
        assert (answer.status_code, answer.location) == (302, "/")
        client.delete_cookie("tracker")


def test_no_change_is_made_without_the_token(
    app: Flask, client: Browser, sign_in: Callable[..., object], session: Session
) -> None:
    sign_in(Role.EDITOR)
    editor = Actor(account_id=1, name="Somebody", role=Role.EDITOR)
    before = events(session)
    tried = 0
    for rule, method, address, access in addresses(app):
        if method not in SAFE_METHODS:
            answer = client.open(address, method=method, data=FORM)
            open_to = access is PUBLIC or is_allowed(editor, access)
            assert answer.status_code == (400 if open_to else 403), rule
            tried += 1
    assert tried > 10
    assert events(session) == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:1"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
)
def test_a_request_from_another_site_is_refused_even_with_a_good_token(
    app: Flask,
    client: Browser,
    sign_in: Callable[..., object],
    session: Session,
    headers: dict[str, str],
) -> None:
    sign_in(Role.EDITOR)
    token = client.token()
    before = events(session)
    for rule, method, address, _access in addresses(app):
        if method not in SAFE_METHODS:
            fields = {**FORM, "csrf_token": token}
            answer = client.open(address, method=method, data=fields, headers=headers)
            assert answer.status_code == 403, rule
            assert FORM["description"] not in answer.text
    assert events(session) == before


def test_another_members_token_is_refused(
    app: Flask, client: Browser, sign_in: Callable[..., object]
) -> None:
    foreign = app.test_client()
    assert isinstance(foreign, Browser)
    token = foreign.token()
    sign_in(Role.EDITOR)
    answer = client.submit("/speakers/new", {**FORM, "csrf_token": token})
    assert answer.status_code == 400


def test_an_old_token_still_counts(
    client: Browser, sign_in: Callable[..., object], later: Callable[[int], None]
) -> None:
    sign_in(Role.EDITOR)
    token = client.token()
    later(7)
    answer = client.submit("/speakers/new", {**FORM, "csrf_token": token})
    assert answer.status_code == 302


def test_what_was_typed_is_shown_again_when_the_token_is_refused(
    client: Browser, sign_in: Callable[..., object], session: Session
) -> None:
    sign_in(Role.EDITOR)
    text = "First line of a long note\n" * 20
    answer = client.submit("/speakers/new", {**FORM, "description": text, "csrf_token": "stale"})
    assert answer.status_code == 400
    assert text.strip().replace("\n", "") in answer.text.replace("\r", "").replace("\n", "")
    again = client.fill(answer, "/speakers/new", {})
    assert again.status_code == 302
    found = session.scalars(select(Speaker).where(Speaker.name == FORM["name"])).one()
    assert found.description.replace("\r\n", "\n") == text.strip()


def test_a_form_sent_after_the_sign_in_ran_out_can_be_sent_again(
    client: Browser, member: Callable[..., Any], session: Session
) -> None:
    account = member()
    answer = client.submit("/speakers/new", FORM)
    assert answer.status_code == 401
    assert FORM["description"] in answer.text
    client.submit("/sign-in", {"email": account.email, "password": "four calm grey herons"})
    # Signing in made a new token, so the first try only brings the form back once more.
    again = client.fill(answer, "/speakers/new", {})
    if again.status_code == 400:
        again = client.fill(again, "/speakers/new", {})
    assert again.status_code == 302
    assert session.scalar(select(func.count()).where(Speaker.name == FORM["name"])) == 1


def test_a_form_of_another_site_is_never_filled_in_for_a_member(
    client: Browser, sign_in: Callable[..., object]
) -> None:
    sign_in(Role.EDITOR)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {}):
        answer = client.post("/speakers/new", data=FORM, headers=headers)
        assert answer.status_code in {400, 403}
        assert FORM["description"] not in answer.text


def test_a_password_is_never_shown_again(client: Browser) -> None:
    fields = {"email": "a@newsroom.example", "password": "a secret of mine", "csrf_token": "stale"}
    answer = client.submit("/sign-in", fields)
    assert answer.status_code == 400
    assert "a secret of mine" not in answer.text
    assert "a@newsroom.example" in answer.text


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.2", "a b"])
def test_a_host_that_is_not_ours_is_refused(client: Browser, host: str) -> None:
    for address in ("/sign-in", "/nowhere", "/static/icon.svg"):
        answer = client.get(address, headers={"Host": host})
        assert answer.status_code == 400
        assert "evil" not in answer.text
        assert answer.headers["Content-Security-Policy"]


def test_a_body_that_is_too_large_is_refused(
    client: Browser, sign_in: Callable[..., object]
) -> None:
    sign_in(Role.EDITOR)
    answer = client.submit("/speakers/new", {**FORM, "description": "x" * 4_500_000})
    assert answer.status_code == 413
    many = {f"field-{number}": "x" for number in range(500)}
    answer = client.submit("/speakers/new", {**FORM, **many}, content_type="multipart/form-data")
    assert answer.status_code == 413


def test_a_method_that_is_not_offered_is_refused_with_those_that_are(client: Browser) -> None:
    answer = client.delete("/sign-in")
    assert answer.status_code == 405
    assert set(re.findall(r"[A-Z]+", answer.headers["Allow"])) == {"GET", "HEAD", "OPTIONS", "POST"}


@pytest.mark.parametrize(
    "number", ["0", "-1", "1.5", "9223372036854775808", "9" * 30, "9" * 5000, "٣", "1e3", "0x1"]
)
def test_a_number_that_no_record_has_leads_to_no_page(
    client: Browser, sign_in: Callable[..., object], number: str
) -> None:
    sign_in(Role.EDITOR)
    assert client.get(f"/speakers/{number}").status_code == 404


def events(session: Session) -> int:
    """Return how many events there are."""
    return session.scalar(select(func.count(Event.id))) or 0
