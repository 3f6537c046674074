"""Tokens and webhooks on pages and by command."""

import re
from collections.abc import Callable

import pytest
from click.testing import CliRunner
from sqlalchemy.orm import Session

from tests.api.conftest import Program
from tests.web.browser import Browser
from tracker.cli import main
from tracker.domain.vocabulary import Role
from tracker.models import Token, Webhook, WebhookDelivery
from tracker.services.members import tokens

SignIn = Callable[..., object]
HOOK = {
    "name": "Site",
    "url": "https://site.example/hook",
    "events": ["claim.published"],
    "is_active": "y",
}


def test_a_token_is_made_shown_once_and_revoked(
    client: Browser, session: Session, sign_in: SignIn
) -> None:
    sign_in(Role.EDITOR)
    fields = {"name": "Nightly import", "scopes": ["read", "write"], "days": "30"}
    made = client.submit("/account/tokens", fields)
    assert made.status_code == 201
    secret = re.search(r"trk_[\w-]{40,}", made.text)
    assert secret is not None
    asked = client.get("/api/v1/claims", headers={"Authorization": f"Bearer {secret[0]}"})
    assert asked.status_code == 200
    listed = client.get("/account/tokens")
    assert "Nightly import" in listed.text
    assert secret[0] not in listed.text
    client.submit(f"/account/tokens/{session.query(Token).one().id}/revoke")
    asked = client.get("/api/v1/claims", headers={"Authorization": f"Bearer {secret[0]}"})
    assert asked.status_code == 401


def test_a_token_without_a_name_is_not_made(
    client: Browser, session: Session, sign_in: SignIn
) -> None:
    sign_in(Role.EDITOR)
    answer = client.submit("/account/tokens", {"name": "", "scopes": ["read"], "days": "30"})
    assert answer.status_code == 422
    assert session.query(Token).count() == 0


def test_a_viewer_is_offered_no_more_than_they_may_give(client: Browser, sign_in: SignIn) -> None:
    sign_in(Role.VIEWER)
    page = client.get("/account/tokens").text
    assert 'value="read"' in page
    assert 'value="publish"' not in page


def test_nobody_revokes_the_token_of_somebody_else(
    client: Browser, session: Session, sign_in: SignIn, program: Callable[..., Program]
) -> None:
    program(Role.EDITOR)
    number = session.query(Token).one().id
    sign_in(Role.EDITOR, "Bo Lind")
    assert client.submit(f"/account/tokens/{number}/revoke").status_code == 404


def test_a_webhook_is_made_changed_and_removed(
    client: Browser, session: Session, sign_in: SignIn
) -> None:
    sign_in(Role.EDITOR)
    made = client.submit("/webhooks", HOOK)
    assert made.status_code == 201
    assert "whsec_" in made.text
    number = session.query(Webhook).one().id
    page = client.get(f"/webhooks/{number}")
    assert "whsec_" not in page.text
    changed = client.fill(page, f"/webhooks/{number}", {"name": "The site"})
    assert changed.status_code == 303
    late = client.fill(page, f"/webhooks/{number}", {"name": "Something else"})
    assert late.status_code == 409
    listed = client.get("/webhooks").text
    assert "The site" in listed
    assert "site.example · A report was published" in listed
    assert "whsec_" in client.submit(f"/webhooks/{number}/secret").text
    assert client.submit(f"/webhooks/{number}/remove").status_code == 303
    assert client.get(f"/webhooks/{number}").status_code == 404


def test_an_address_in_the_house_is_refused_beside_its_field(
    client: Browser, session: Session, sign_in: SignIn
) -> None:
    sign_in(Role.ADMIN)
    answer = client.submit("/webhooks", HOOK | {"url": "http://127.0.0.1/"})
    assert answer.status_code == 422
    assert "https://" in answer.text
    assert session.query(WebhookDelivery).count() == 0


def test_tokens_are_made_listed_and_revoked_by_command(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path))
    run = CliRunner()
    email = "ada@newsroom.example"
    run.invoke(main, ["account", "add", email, "--name", "Ada Martin", "--role", "editor"])
    add = ["token", "add", email, "--name", "Site", "--scope", "read", "--scope", "exports"]
    made = run.invoke(main, add)
    assert made.exit_code == 0, made.output
    secret = made.output.strip().splitlines()[-1]
    assert secret.startswith(tokens.PREFIX)
    listed = run.invoke(main, ["token", "list"])
    assert "exports,read" in listed.output
    assert secret not in listed.output
    assert run.invoke(main, ["token", "revoke", "1"]).exit_code == 0
    assert run.invoke(main, ["token", "list"]).output.strip() == ""
    assert run.invoke(main, ["webhook", "list"]).exit_code == 0
    assert "0 sent" in run.invoke(main, ["webhook", "send"]).output
