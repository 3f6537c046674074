"""Who may call what: every address of the application, every role, generated from its map."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.web.browser import Browser
from tracker.domain.actors import EDITORIAL_LADDER, Actor
from tracker.domain.vocabulary import Role
from tracker.web.background import worker
from tracker.web.gates.limits import limiter
from tracker.web.gates.security import PUBLIC, SAFE_METHODS, assert_all_declared, roles_of

#: What stands in addresses where a record's number or a format's name belongs.
NOBODY = 999_999
#: What belongs to the member alone: any member may change it, auditors too.
OWN = (
    "accounts.",
    "second_factor.",
    "export_jobs.",
    "mentions.",
    "drafts.",
    "presence.",
    "saved_filters.",
    "tokens.",
    "api_",
)


def addresses(app: Flask) -> Iterator[tuple[Rule, str, str, object]]:
    """Yield every rule with a method, an address and who may call it."""
    for rule in app.url_map.iter_rules():
        if hasattr(app.view_functions[rule.endpoint], "operation"):
            continue  # programs have a table of their own, in tests/api
        access = getattr(app.view_functions[rule.endpoint], "access", None)
        values = {name: "csv" if name == "name" else NOBODY for name in rule.arguments}
        if rule.endpoint == "static":
            values = {"filename": "icon.svg"}
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **values)
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            yield rule, method, address, access


def is_allowed(actor: Actor, access: object) -> bool:
    """Tell whether a view that declares ``access`` is for the actor."""
    return any(role is Role.VIEWER or actor.may(role) for role in roles_of(access))


def test_every_view_says_who_may_call_it(app: Flask) -> None:
    assert_all_declared(app)
    assert len(list(addresses(app))) > 20


def test_a_view_that_does_not_say_so_stops_the_start() -> None:
    app = Flask("bare", static_folder=None)
    app.add_url_rule("/open", "open", lambda: "everything")
    with pytest.raises(RuntimeError, match="open"):
        assert_all_declared(app)


def test_strangers_reach_nothing_but_the_sign_in(app: Flask, client: Browser) -> None:
    for rule, method, address, access in addresses(app):
        limiter.forget()  # strangers are not let write a hundred times in a row
        answer = client.open(address, method=method, buffered=True)
        if access is PUBLIC:
            expected = {404, 400} if str(NOBODY) in address else {200, 400, 422}
            led = answer.status_code == 302 and answer.location.startswith("/sign-in")
            assert led or answer.status_code in expected, (method, rule)
        elif method in SAFE_METHODS:
            assert answer.status_code == 302, (method, rule)
            assert answer.location.startswith("/sign-in"), (method, rule)
        else:
            assert answer.status_code == 401, (method, rule)


def test_strangers_learn_the_same_of_records_that_are_there_and_that_are_not(
    client: Browser,
) -> None:
    there, absent = client.get("/speakers/1"), client.get(f"/speakers/{NOBODY}")
    assert there.status_code == absent.status_code == 302


@pytest.mark.slow
@pytest.mark.parametrize("role", list(Role))
def test_each_role_reaches_exactly_what_is_declared_for_it(
    app: Flask,
    client: Browser,
    sign_in: Callable[..., object],
    role: Role,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker, "wake", lambda _app: None)  # one transaction is not for two threads
    sign_in(role)
    actor = Actor(account_id=1, name="Somebody", role=role)
    token = client.token()
    for rule, method, address, access in addresses(app):
        if access is PUBLIC or rule.endpoint == "accounts.sign_out":
            continue
        data = {"csrf_token": token} if method not in SAFE_METHODS else None
        answer = client.open(address, method=method, data=data, buffered=True)
        allowed = is_allowed(actor, access)
        assert (answer.status_code == 403) is not allowed, (role, method, rule, answer.status_code)
        assert answer.status_code < 500, (role, method, rule)


def test_whoever_may_change_something_stands_on_the_ladder_or_above_it(app: Flask) -> None:
    for rule, method, _address, access in addresses(app):
        if method not in SAFE_METHODS and access is not PUBLIC:
            own_account = rule.endpoint.startswith(OWN)
            roles = set(roles_of(access))
            assert own_account or roles <= {*EDITORIAL_LADDER[1:], Role.ADMIN}, rule


def test_a_refusal_names_the_role_that_is_needed(
    client: Browser, sign_in: Callable[..., object]
) -> None:
    sign_in(Role.VIEWER)
    answer = client.get("/speakers/new")
    assert answer.status_code == 403
    assert "contributor" in answer.text
    assert "Traceback" not in answer.text
