"""Long exports from the page: asked for, written in the background, fetched by one member."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.builders import make_claim
from tests.web.conftest import Browser
from tracker.domain.vocabulary import Role, Stage
from tracker.exports import registry
from tracker.web.background import worker


@pytest.fixture
def woken(monkeypatch: pytest.MonkeyPatch) -> list[Flask]:
    """Return whom the pages wake, instead of starting a thread."""
    woken: list[Flask] = []
    monkeypatch.setattr(worker, "wake", woken.append)
    return woken


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch, woken: list[Flask]) -> Iterator[None]:
    """Let every CSV file be a long one."""
    object.__setattr__(registry.get("csv"), "at_once", 0)
    yield
    object.__setattr__(registry.get("csv"), "at_once", registry.AT_ONCE)


@pytest.fixture
def job(client: Browser, sign_in, session, long) -> str:
    """Return the address of an export that was just asked for."""
    sign_in(Role.FACT_CHECKER)
    make_claim(session, wording="The port grew", note="Between us", stage=Stage.NEW)
    make_claim(session, wording="Another claim")
    session.commit()
    answer = client.submit("/exports/jobs/csv?stage=new", {})
    assert answer.status_code == 303
    return str(answer.location)


def test_the_page_offers_to_prepare_what_takes_long(client, sign_in, session, long) -> None:
    sign_in(Role.VIEWER)
    make_claim(session)
    session.commit()
    page = client.get("/exports").text
    assert 'action="/exports/jobs/csv"' in page
    assert 'href="/exports/csv"' not in page
    assert client.get("/exports/csv").location == "/exports"


def test_it_waits_is_written_and_can_be_fetched(client, app, job, woken, session) -> None:
    # A stand-in for the application would mean nothing in another thread.
    assert {type(one) for one in woken} == {Flask}
    assert "It waits for its turn" in client.get(job).text
    assert worker.work_once(app)
    session.expire_all()
    page = client.get(job).text
    assert "1 claim is written." in page
    assert "Only you can fetch it" in page
    with client.get(f"{job}/file") as answer:
        assert answer.content_type == "text/csv; charset=utf-8"
        body = answer.get_data(as_text=True)
    assert "The port grew" in body
    assert "Another claim" not in body
    assert "Between us" not in body
    assert not worker.work_once(app)


def test_notes_are_in_it_where_they_were_asked_for(client, app, job) -> None:
    answer = client.submit("/exports/jobs/csv?stage=new&internal=yes", {})
    while worker.work_once(app):
        pass
    with client.get(f"{answer.location}/file") as file:
        assert b"Between us" in file.get_data()


def test_my_work_is_that_of_the_member_who_asked(client, app, sign_in, session, long) -> None:
    me = sign_in(Role.FACT_CHECKER)
    make_claim(session, wording="The port grew", stage=Stage.TRIAGED, assignee_id=me.id)
    make_claim(session, wording="Another claim", stage=Stage.TRIAGED)
    session.commit()
    answer = client.submit("/exports/jobs/csv?queue=mine", {})
    assert worker.work_once(app)
    with client.get(f"{answer.location}/file") as file:
        body = file.get_data(as_text=True)
    assert "The port grew" in body
    assert "Another claim" not in body


def test_nobody_else_can_look_at_it_or_fetch_it(client, app, job, sign_in) -> None:
    worker.work_once(app)
    sign_in(Role.ADMIN, "Other Person")
    assert client.get(job).status_code == 404
    assert client.get(f"{job}/file").status_code == 404


def test_a_failure_is_shown_with_its_reason_and_leaves_no_file(
    client, app, job, monkeypatch, session, settings
) -> None:
    def fill_the_disk(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(worker.exporting, "write", fill_the_disk)
    assert worker.work_once(app)
    session.expire_all()
    assert "no space left on device" in client.get(job).text
    assert client.get(f"{job}/file").status_code == 404
    assert not list(worker.exports_dir(settings).glob("*.part"))


def test_what_is_our_own_mistake_stays_in_the_log(client, app, job, monkeypatch, session) -> None:
    def stumble(*_args, **_options):
        raise KeyError("secret")

    monkeypatch.setattr(worker.exporting, "write", stumble)
    worker.work_once(app)
    session.expire_all()
    page = client.get(job).text
    assert "its log says what" in page
    assert "secret" not in page


def test_the_page_lists_what_was_asked_for(client, job) -> None:
    assert re.search(rf'href="{job}">CSV</a>', client.get("/exports").text)


def test_a_file_that_is_kept_no_longer_can_be_asked_for_again(
    client, app, job, later, session, settings
) -> None:
    worker.work_once(app)
    file = worker.exports_dir(settings) / f"{job.rpartition('/')[2]}.csv"
    assert file.exists()
    later(49)
    session.expire_all()
    assert client.get(f"{job}/file").status_code in {302, 404}
    assert not worker.work_once(app)
    assert not file.exists()
