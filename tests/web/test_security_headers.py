"""Headers and cookies on every answer, failures and files included."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.web.browser import Browser
from tests.web.test_security_access import addresses
from tracker.config import Settings
from tracker.domain.vocabulary import Role
from tracker.web import create_app
from tracker.web.gates.limits import limiter

NEEDED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def answers(app: Flask, client: Browser) -> Iterator[tuple[str, TestResponse]]:
    """Yield an answer of every address and of some that there are not."""
    for _rule, method, address, _access in addresses(app):
        if "sign-out" not in address:
            yield address, client.open(address, method=method, buffered=True)
    for address in ("/nowhere", "/static/none.css", "/static/../../etc/passwd", "/claims/9" * 40):
        yield address, client.get(address, buffered=True)
    # So many strange requests would be too often by now.
    limiter.forget()
    yield "DELETE /", client.delete("/", buffered=True)


@pytest.mark.parametrize("role", [None, Role.EDITOR])
def test_every_answer_carries_the_headers(
    app: Flask, client: Browser, sign_in: Callable[..., object], role: Role | None
) -> None:
    if role:
        sign_in(role)
    statuses = set()
    for address, answer in answers(app, client):
        statuses.add(answer.status_code)
        for name, value in NEEDED.items():
            assert answer.headers.get(name) == value, (address, name)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, address
        assert "frame-ancestors 'none'" in policy, address
        assert "base-uri 'none'" in policy, address
        assert "unsafe" not in policy, address
        assert not re.search(r"\*|https?:", policy), address
        assert "Server" not in answer.headers
        assert answer.headers.get("Access-Control-Allow-Origin") is None
        is_kept = address.startswith(
            ("/static/", "/reports", "/sitemap", "/robots", "/api/v1/openapi")
        )
        if not is_kept or answer.status_code >= 400:
            assert answer.headers["Cache-Control"] == "no-store", address
        if answer.mimetype.startswith("text/"):
            assert "charset=utf-8" in answer.headers["Content-Type"], address
    assert {200, 404, 405} <= statuses


def test_files_of_the_house_may_be_kept_since_their_address_changes_with_them(
    client: Browser,
) -> None:
    page = client.get("/sign-in").text
    sheets = re.findall(r'href="(/static/css/[^"]+)"', page)
    assert len(sheets) > 5
    for sheet in sheets:
        assert re.search(r"\?v=[0-9a-f]{12}$", sheet)
        answer = client.get(sheet, buffered=True)
        assert answer.status_code == 200
        assert "max-age=31536000" in answer.headers["Cache-Control"]


def test_pages_load_nothing_from_elsewhere(client: Browser) -> None:
    page = client.get("/sign-in").text
    for address in re.findall(r'(?:src|href)="([^"]*)"', page):
        assert address.startswith(("/", "#")), address
        assert not address.startswith("//")


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(client: Browser) -> None:
    cookie = client.get("/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("tracker=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_over_tls_the_cookie_is_bound_to_the_host_and_tls_is_remembered(
    application: Flask, settings: Settings
) -> None:
    app = create_app(replace(settings, https=True, base_url="https://claims.newsroom.example"))
    answer = app.test_client().get("/sign-in", base_url="https://claims.newsroom.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-tracker=")
    assert "Secure" in cookie
    assert "Domain" not in cookie
    assert int(re.findall(r"max-age=(\d+)", answer.headers["Strict-Transport-Security"])[0]) >= (
        365 * 24 * 3600
    )


@pytest.mark.parametrize(("proxies", "believed"), [(0, "127.0.0.1"), (1, "203.0.113.7")])
def test_forwarded_addresses_are_believed_from_as_many_proxies_as_are_configured(
    application: Flask, settings: Settings, proxies: int, believed: str
) -> None:
    app = create_app(replace(settings, proxies=proxies))
    seen: list[str | None] = []

    @app.before_request
    def look() -> None:
        from flask import request

        seen.append(request.remote_addr)

    app.test_client().get("/sign-in", headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.7"})
    assert seen == [believed]


def test_the_key_that_signs_cookies_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    from tracker.web import kept_secret

    folder = tmp_path / "new" / "folder"
    secret = kept_secret(folder)
    assert len(secret) == 64
    assert kept_secret(folder) == secret
    assert (folder / "secret-key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.iterdir()] == ["secret-key"]
