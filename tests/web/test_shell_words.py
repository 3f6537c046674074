"""How values, deeds and devices read on a page."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

import tracker
from tracker.domain.vocabulary import Qualifier, Stage
from tracker.models import Event
from tracker.web.words import deeds, filters

NOON = datetime(2026, 3, 2, 12, 5, tzinfo=UTC)
SERVICES = Path(tracker.__file__).parent / "services"


@pytest.fixture(autouse=True)
def page(application: Flask) -> Any:
    """Read everything as on a page in English."""
    with application.test_request_context():
        yield


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing"),
        ("", "nothing"),
        ([], "nothing"),
        (False, "no"),
        (True, "yes"),
        (0, "0"),
        (Stage.NEW, "Accepted"),
        (date(2026, 3, 2), "2 March 2026"),
        (NOON, "2 Mar 2026, 12:05"),
        ([Qualifier.OUTDATED, Qualifier.SATIRE], "Outdated, Satire"),
        ("<b>", "<b>"),
    ],
)
def test_a_value_is_written_as_people_say_it(value: object, words: str) -> None:
    assert filters.spoken(value) == words


def test_a_moment_is_written_in_utc_wherever_it_comes_from() -> None:
    elsewhere = NOON.astimezone(timezone(timedelta(hours=9)))
    assert filters.moment(elsewhere) == "2 Mar 2026, 12:05"


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.northmark.example/a/b", "northmark.example"),
        ("http://user:secret@x.example:8080/", "x.example"),
        ("https://[broken", ""),
        (None, ""),
        ("nonsense", ""),
    ],
)
def test_an_address_is_named_by_its_site(url: str | None, site: str) -> None:
    assert filters.host(url) == site


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("stage", "in_review", Stage.IN_REVIEW),
        ("stage", "a stage of yore", "a stage of yore"),
        ("qualifiers", ["satire"], [Qualifier.SATIRE]),
        ("note", "in_review", "in_review"),
        ("speaker_id", 3, 3),
        ("spans", {"cue": [[1, 2]]}, "cue: 1, 2"),
    ],
)
def test_the_history_speaks_in_the_words_of_the_vocabulary(
    name: str, value: object, expected: object
) -> None:
    assert filters.stored(name, value) == expected


def test_every_deed_that_a_service_records_has_its_words() -> None:
    actions = {
        action
        for file in SERVICES.rglob("*.py")
        for action in re.findall(
            r'"((?:article|claim|outlet|speaker|account|demonstration|export|external_review'
            r'|feed|import|token|webhook)\.[a-z_]+)"',
            file.read_text(encoding="utf-8"),
        )
    }
    assert len(actions) > 12
    assert {action for action in actions if action not in deeds.DEEDS} == set()


def test_a_deed_without_words_is_still_a_sentence() -> None:
    assert deeds.deed("claim.taken_apart") == "taken apart this claim"


@pytest.mark.parametrize(
    ("action", "changes", "words"),
    [
        ("claim.moved", {"stage": ["new", "triaged"]}, "moved this claim (no. 12) to “Triaged”"),
        ("claim.revised", {"note": ["", "x"]}, "changed this claim (no. 12)"),
        ("article.ingested", {"title": [None, "Isel bridge"]}, "brought in “Isel bridge”"),
        ("article.ingested", {}, "brought in this article (no. 12)"),
        ("account.signed_in", {}, "signed in"),
    ],
)
def test_the_news_names_the_record(action: str, changes: dict[str, Any], words: str) -> None:
    subject = action.partition(".")[0]
    event = Event(action=action, subject=subject, subject_id=12, changes=changes)
    assert deeds.news(event) == words


def test_the_news_calls_a_record_by_its_words_where_they_are_known() -> None:
    names = {("claim", 12): "The pier holds nine tonnes.", ("speaker", 3): "Mira Dann"}
    moved = Event(
        action="claim.moved",
        subject="claim",
        subject_id=12,
        changes={"stage": ["new", "triaged"]},
    )
    endless = {("claim", 12): "Donau" * 60}
    assert deeds.news(moved, endless).startswith("moved “DonauDonau")
    role = Event(action="speaker.role_added", subject="speaker", subject_id=3, changes={})
    assert deeds.news(moved, names) == "moved “The pier holds nine tonnes.” to “Triaged”"
    assert deeds.news(role, names) == "added a role to “Mira Dann”"


@pytest.mark.parametrize("language", ["es", "fr"])
def test_the_news_names_the_record_in_every_language(language: str) -> None:
    lost = []
    with force_locale(language):
        for action, words in deeds.DEEDS.items():
            subjects = [one for one, this in deeds.WORDS.items() if this in words]
            for subject in subjects:
                event = Event(action=action, subject=subject, subject_id=3, changes={})
                if "Mira" not in deeds.news(event, {(subject, 3): "Mira"}):
                    lost.append(action)
    assert lost == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("due_on", "2026-11-28", "Due on: 28 November 2026"),
        ("verdict_as_of", "2026-02-05", "As of: 5 February 2026"),
        ("expires_at", "2026-02-05T10:00:00+00:00", "Valid until: 5 Feb 2026, 10:00"),
        ("due_on", "soon", "Due on: soon"),
        ("checkability", "checkable", "Can it be checked? Checkable fact"),
        ("kind", "person", "Kind: Person"),
        ("kind", "direct", "Kind: Direct quote"),
        ("kind", "else", "Kind: else"),
    ],
)
def test_a_field_of_the_history_reads_as_a_line(name: str, value: str, words: str) -> None:
    shown = filters.spoken(filters.stored(name, value))
    assert f"{filters.field_lead(name)} {shown}" == words


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Safari/537.36", "Chrome on Android"),
        ("curl/8.5.0", "curl"),
        ("", "Unknown device"),
        ("<script>", "Unknown device"),
    ],
)
def test_a_sign_in_is_named_by_browser_and_system(agent: str, words: str) -> None:
    assert filters.device(agent) == words
