"""The history of the whole house: filtered, paged, and verified as far as it says."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.builders import NOON, make_actor
from tests.web.browser import Browser
from tracker.domain.vocabulary import Role
from tracker.models import Account, Event
from tracker.services.trail import chain, history
from tracker.services.trail.audit import PAGE
from tracker.web.pages import audit_pages


@pytest.fixture(autouse=True)
def fresh_chain(app: Flask) -> None:
    app.extensions.pop("tracker_chain", None)


@pytest.fixture
def told(session: Session) -> list[int]:
    """Return the numbers of sixty events of two people."""
    people = [make_actor(session, name=name) for name in ("Mira Koch", "Omar Haddad")]
    numbers = [
        history.record(
            session,
            "claim.moved",
            ("claim", n),
            {},
            actor=people[n % 2],
            at=NOON,
            note=f"Note {n}.",
        ).id
        for n in range(1, PAGE + 11)
    ]
    session.commit()
    return numbers


def test_the_history_is_read_page_by_page(
    client: Browser, sign_in: Callable[..., Account], told: list[int]
) -> None:
    sign_in(Role.AUDITOR)
    first = client.get("/history?subject=claim").text
    assert "Note 60." in first
    assert "Note 10." not in first
    second = client.get(f"/history?subject=claim&before={told[10]}").text
    assert "Note 10." in second
    assert "Note 11." not in second


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("number=7&subject=claim", "Note 7.", "Note 8."),
        ("action=claim.moved&until=2026-03-02", "Note 60.", "signed in"),
        ("since=2026-03-03", "signed in", "Note 60."),
        ("action=account", "signed in", "Note 60."),
    ],
)
def test_the_history_is_filtered(
    client: Browser,
    sign_in: Callable[..., Account],
    told: list[int],
    query: str,
    shown: str,
    hidden: str,
) -> None:
    sign_in(Role.ADMIN)
    page = client.get(f"/history?{query}").text.partition('<ol class="history')[2]
    assert shown in page
    assert hidden not in page


def test_the_page_says_how_far_the_chain_is_verified(
    client: Browser,
    sign_in: Callable[..., Account],
    told: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign_in(Role.AUDITOR)
    monkeypatch.setattr(audit_pages, "AT_ONCE", 40)
    assert f"Verified up to event {told[39]}" in client.get("/history").text
    assert "every seal holds" in client.get("/history").text


def test_the_page_says_where_the_chain_breaks(
    client: Browser, sign_in: Callable[..., Account], told: list[int], session: Session
) -> None:
    sign_in(Role.AUDITOR)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ALTER TABLE event DISABLE TRIGGER USER"))
    else:
        session.execute(text("DROP TRIGGER event_refuses_update"))
    session.execute(text("UPDATE event SET note = 'x' WHERE id = :id"), {"id": told[3]})
    session.commit()
    assert f"breaks at event {told[3]}" in client.get("/history").text


def test_a_seal_that_was_kept_elsewhere_must_come_by(session: Session, told: list[int]) -> None:
    kept = chain.verify(session).head
    history.record(session, "claim.moved", ("claim", 1), {}, actor=make_actor(session), at=NOON)
    assert chain.verify(session, anchor=kept).saw_anchor
    assert not chain.verify(session, anchor="f" * 64).saw_anchor
    rest = chain.verify(session, after=told[-1], anchor=kept)
    assert (rest.count, rest.saw_anchor, rest.broken) == (1, True, None)


@pytest.mark.parametrize("column", ["actor_name", "action", "name_digest", "words_salt", "hash"])
def test_whatever_is_changed_in_an_event_shows(
    session: Session, told: list[int], column: str
) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ALTER TABLE event DISABLE TRIGGER USER"))
    else:
        session.execute(text("DROP TRIGGER event_refuses_update"))
    lie = "e" * 64
    session.execute(
        text(f"UPDATE event SET {column} = :lie WHERE id = :id"),
        {"id": told[5], "lie": lie},
    )
    broken = chain.verify(session).broken
    assert broken is not None
    assert broken.event_id == told[5]


def test_the_filter_offers_only_records_that_events_are_about(
    client: Browser, session: Session, sign_in: Callable[..., Account]
) -> None:
    """Sources, replies and comments stand in the history of their claim."""
    sign_in(Role.AUDITOR)
    client.submit("/account/tokens", {"name": "nightly", "days": "3", "scopes": "read"})
    page = client.get("/history").text
    offered = set(re.findall(r'<option value="([a-z_]+)">', page.split('id="subject"')[1]))
    recorded = set(session.scalars(select(Event.subject).distinct()))
    assert "token" in recorded
    assert recorded <= offered
    assert not offered & {"evidence", "reply", "media", "source", "amendment"}
