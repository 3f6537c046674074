"""The application as a whole: its start, its first page, and its answers when things go wrong."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g
from sqlalchemy import event, text
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from tests.builders import make_article, make_claim
from tests.web.browser import Browser
from tracker.config import Settings
from tracker.domain import errors
from tracker.domain.actors import MACHINE
from tracker.domain.clock import now
from tracker.domain.commands import SpeakerEdit
from tracker.domain.vocabulary import Role, SpeakerKind, Stage
from tracker.models.engine import make_engine
from tracker.services import schema
from tracker.services.speaking import speakers
from tracker.services.trail import history
from tracker.web import StartRefused, create_app, trusted_hosts
from tracker.web.database import db
from tracker.web.gates.security import public


def test_an_empty_database_is_refused_with_the_command_that_helps(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'new.sqlite3'}")
    with pytest.raises(StartRefused, match="tracker db upgrade"):
        create_app(settings)


def test_a_key_that_is_too_short_is_refused(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "secret-key").write_text("short")
    with pytest.raises(StartRefused, match="too short"):
        create_app(replace(settings, secret_key=None, data_dir=tmp_path))


def test_requests_are_answered_under_the_names_of_the_installation() -> None:
    settings = Settings(
        data_dir=Path("/nowhere"),
        database_url="sqlite://",
        host="0.0.0.0",
        base_url="https://claims.newsroom.example/desk",
    )
    assert trusted_hosts(settings) == [
        "127.0.0.1",
        "[::1]",
        "claims.newsroom.example",
        "localhost",
    ]


@pytest.mark.parametrize("role", list(Role))
def test_an_empty_newsroom_says_what_to_do_first(
    client: Browser, sign_in: Callable[..., object], role: Role
) -> None:
    sign_in(role)
    page = client.get("/")
    assert page.status_code == 200
    assert "No articles yet" in page.text
    may_bring = role in {Role.CONTRIBUTOR, Role.FACT_CHECKER, Role.REVIEWER, Role.EDITOR}
    assert ('href="/articles/new"' in page.text.split("<main")[1].split("</main")[0]) is may_bring


@pytest.fixture
def newsroom_at_work(session: Session) -> None:
    """Bring in two articles with a claim each."""
    for title in ("Isel bridge closed", "Harbour strike ends"):
        article = make_article(session, title=title, outlet="Northmark Daily")
        make_claim(session, article=article, stage=Stage.PROPOSED)
        subject = ("article", article.id)
        history.record(session, "article.ingested", subject, {}, actor=MACHINE, at=now())
    session.commit()


def test_a_newsroom_at_work_shows_its_figures_and_its_news(
    client: Browser, sign_in: Callable[..., object], newsroom_at_work: None
) -> None:
    sign_in(Role.EDITOR)
    page = client.get("/").text
    assert "Isel bridge closed" in page
    assert 'href="/claims?stage=proposed"' in page
    assert "All 2 articles" in page
    assert "brought in “Harbour strike ends”" in page
    assert "proposals to accept or decline" in page


def test_figures_lead_to_the_claims_they_count(
    client: Browser, sign_in: Callable[..., object], newsroom_at_work: None
) -> None:
    sign_in(Role.VIEWER)
    for address in ("/claims?stage=proposed", "/claims?stage=in_review"):
        assert client.get(address).status_code == 200


def test_signed_in_or_not_the_page_that_is_not_there_says_so_calmly(
    client: Browser, sign_in: Callable[..., object]
) -> None:
    stranger = client.get("/nowhere")
    sign_in(Role.VIEWER, "Vera Reader")
    reader = client.get("/nowhere")
    for answer in (stranger, reader):
        assert answer.status_code == 404
        assert "There is no such page" in answer.text
    assert "Vera Reader" not in stranger.text
    assert "Vera Reader" in reader.text


def test_a_record_that_is_not_there_is_named(
    client: Browser, sign_in: Callable[..., object]
) -> None:
    sign_in(Role.VIEWER)
    answer = client.get("/speakers/4711")
    assert answer.status_code == 404
    assert "There is no speaker with the number 4711." in answer.text


def test_a_broken_page_mark_is_an_answer_and_no_failure(
    client: Browser, sign_in: Callable[..., object]
) -> None:
    sign_in(Role.VIEWER)
    assert client.get("/claims?after=broken").status_code == 422


def raising(error: Exception) -> Callable[[], str]:
    """Return a view that anybody may call and that raises."""

    @public
    def view() -> str:
        raise error

    return view


@pytest.fixture
def failing(settings: Settings, application: Flask) -> Flask:
    """Return an application with an address for each way of failing."""
    app = create_app(settings)
    app.test_client_class = Browser
    failures: dict[str, Exception] = {
        "not-found": errors.NotFound("there is no claim with the number 7"),
        "refused": errors.PermissionRefused("this needs the role editor; ask an administrator"),
        "move": errors.TransitionRefused("to approve, ask somebody who has not worked on it"),
        "merge": errors.MergeRefused("these two are the same"),
        "edit": errors.InvalidEdit("wording", "say what was said"),
        "stale": errors.StaleEdit({"wording": "theirs"}, {"wording": "mine"}),
        "stale-row": StaleDataError("UPDATE expected to update 1 row(s)"),
        "duplicate": errors.DuplicateArticle(12),
        "bug": ZeroDivisionError("secret of the house"),
    }
    for name, error in failures.items():
        app.add_url_rule(f"/fail/{name}", name, raising(error), methods=["GET", "POST"])
    return app


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("not-found", 404, "There is no claim with the number 7."),
        ("refused", 403, "This needs the role editor; ask an administrator."),
        ("move", 409, "To approve, ask somebody who has not worked on it."),
        ("merge", 409, "These two are the same."),
        ("edit", 422, "Say what was said."),
        ("stale-row", 409, "Somebody else saved this record"),
        ("bug", 500, "Something went wrong on our side."),
    ],
)
def test_each_refusal_has_its_answer(
    failing: Flask, name: str, status: int, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.CRITICAL):
        answer = failing.test_client().get(f"/fail/{name}")
    assert answer.status_code == status
    assert words in answer.text
    assert f"Error {status}" in answer.text


def test_both_versions_of_a_record_are_shown_side_by_side(failing: Flask) -> None:
    answer = failing.test_client().get("/fail/stale")
    assert answer.status_code == 409
    assert "theirs" in answer.text
    assert "mine" in answer.text


def test_an_article_that_is_here_already_is_where_one_is_led(failing: Flask) -> None:
    answer = failing.test_client().post("/fail/duplicate", data={"csrf_token": "x"})
    assert answer.status_code == 400
    browser = failing.test_client()
    assert isinstance(browser, Browser)
    answer = browser.submit("/fail/duplicate")
    assert (answer.status_code, answer.location) == (303, "/articles/12")


def test_a_failure_tells_the_reader_a_number_and_the_log_the_rest(
    failing: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    browser = failing.test_client()
    assert isinstance(browser, Browser)
    answer = browser.submit("/fail/bug", {"note": "an hour of work"})
    assert answer.status_code == 500
    assert "secret of the house" not in answer.text
    assert "Traceback" not in answer.text
    assert "an hour of work" in answer.text
    failure = caplog.records[-1]
    assert failure.exc_info is not None
    number = failure.getMessage().split("id=")[1].split()[0]
    assert number in answer.text
    assert "an hour of work" not in caplog.text


def test_a_page_for_failures_that_fails_itself_is_still_an_answer(
    failing: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object, **_context: object) -> str:
        raise RuntimeError("no template")

    monkeypatch.setattr("tracker.web.errors.render_template", fail)
    with caplog.at_level(logging.CRITICAL):
        answer = failing.test_client().get("/fail/bug")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.text


@pytest.fixture
def busy(tmp_path: Path, settings: Settings) -> Iterator[tuple[Flask, Any]]:
    """Return an application of its own, and a connection that may hold its write lock."""
    url = f"sqlite:///{tmp_path / 'busy.sqlite3'}"
    engine = make_engine(url)
    schema.upgrade(engine)
    app = create_app(replace(settings, database_url=url))
    own = app.extensions["tracker_sessions"].engine
    event.listen(own, "connect", lambda raw, _record: raw.execute("PRAGMA busy_timeout = 20"))
    app.test_client_class = Browser

    @public
    def save() -> str:
        db.session.execute(text("DELETE FROM sign_in_failure"))
        db.session.commit()
        return "saved"

    app.add_url_rule("/save", "save", save, methods=["GET", "POST"])
    with engine.connect() as holder:
        yield app, holder
    engine.dispose()
    own.dispose()


@pytest.mark.slow
def test_while_another_writes_for_long_the_form_can_be_sent_again(
    busy: tuple[Flask, Any], caplog: pytest.LogCaptureFixture
) -> None:
    app, holder = busy
    browser = app.test_client()
    assert isinstance(browser, Browser)
    with caplog.at_level(logging.CRITICAL), holder.begin():
        answer = browser.submit("/save", {"note": "an hour of work"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "an hour of work" in answer.text
    assert browser.fill(answer, "/save", {}).text == "saved"


def test_pages_are_read_while_another_writes(busy: tuple[Flask, Any]) -> None:
    app, holder = busy
    with holder.begin():
        assert app.test_client().get("/sign-in").status_code == 200


def test_a_request_that_reads_begins_no_writing_transaction(busy: tuple[Flask, Any]) -> None:
    app, _holder = busy
    begun: list[str] = []
    own = app.extensions["tracker_sessions"].engine

    @event.listens_for(own, "before_cursor_execute")
    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        begun.append(statement)

    @public
    def look() -> str:
        db.session.execute(text("SELECT 1"))
        return "seen"

    app.add_url_rule("/look", "look", look, methods=["GET", "POST"])
    app.test_client().get("/look")
    assert begun[:2] == ["PRAGMA query_only = ON", "BEGIN"]
    begun.clear()
    browser = app.test_client()
    assert isinstance(browser, Browser)
    browser.submit("/look")
    assert "BEGIN IMMEDIATE" in begun


def test_every_session_of_a_request_is_closed_at_its_end(
    app: Flask, client: Browser, sign_in: Callable[..., object]
) -> None:
    sign_in(Role.VIEWER)
    kept: list[Session] = []

    def look(response: Any) -> Any:
        if "db_session" in g:
            kept.append(g.db_session)
        return response

    app.after_request_funcs.setdefault(None, []).append(look)
    try:
        client.get("/speakers")
    finally:
        app.after_request_funcs[None].remove(look)
    assert len(kept) == 1
    assert not kept[0].in_transaction()


def test_names_that_look_like_markup_are_shown_as_they_were_typed(
    client: Browser, sign_in: Callable[..., object], session: Session
) -> None:
    name = '<script>alert(1)</script> & "O\'Neil" {{ 7*7 }}'
    edit = SpeakerEdit(name=name, kind=SpeakerKind.PERSON)
    speaker = speakers.create(session, edit, actor=MACHINE, at=now())
    session.commit()
    sign_in(Role.EDITOR)
    for address in ("/speakers", f"/speakers/{speaker.id}", f"/speakers/{speaker.id}/edit"):
        page = client.get(address).text
        assert "<script>alert" not in page
        assert "{{ 7*7 }}" in page


def test_the_session_of_a_visitor_without_script_needs_none(client: Browser) -> None:
    page = client.get("/sign-in").text
    assert '<html lang="en" class="no-script">' in page
    assert 'type="submit"' in page
