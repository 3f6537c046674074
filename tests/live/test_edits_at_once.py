"""Many people edit the same claims at once: whoever was told "saved" finds it there."""

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.live.ledger import Ledger
from tests.live.newsroom import Newsroom, found
from tests.live.people import (
    CONFLICT,
    CREATED,
    FOUND,
    OK,
    SEE_OTHER,
    STALE,
    Member,
    Program,
    Wish,
)
from tests.live.server import Server, running
from tests.web.browser import form_fields
from tracker.domain.vocabulary import Stage
from tracker.models import Claim, Event
from tracker.models.engine import make_engine, read_sessions

pytestmark = pytest.mark.slow

#: How many edits; ``make races EDITS=100000`` asks for more.
EDITS = int(os.environ.get("TRACKER_RACE_EDITS", "160"))
MEMBERS, PROGRAMS = 5, 3
#: So many claims are fought over at a time, and so many edits go into each.
HOT, EDITS_EACH = 4, 400


@pytest.fixture
def newsroom(database_url: str) -> Newsroom:
    claims = HOT * max(1, EDITS // (HOT * EDITS_EACH))
    return found(database_url, members=MEMBERS, programs=PROGRAMS, claims=claims, proposals=6)


@pytest.fixture
def server(newsroom: Newsroom, tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path, newsroom.database_url) as server:
        yield server


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def members(newsroom: Newsroom, server: Server, ledger: Ledger) -> Iterator[list[Member]]:
    people = [Member(email, server.address, ledger) for email in newsroom.emails]
    for one in people:
        one.sign_in()
    yield people
    for one in people:
        one.leave()


@pytest.fixture
def programs(newsroom: Newsroom, server: Server, ledger: Ledger) -> Iterator[list[Program]]:
    asking = [
        Program(f"program-{number}", server.address, ledger, token=token)
        for number, token in enumerate(newsroom.tokens)
    ]
    yield asking
    for one in asking:
        one.leave()


@pytest.fixture
def look(newsroom: Newsroom, server: Server) -> Iterator[Session]:
    engine = make_engine(newsroom.database_url)
    with read_sessions(engine)() as session:
        yield session
    engine.dispose()


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Let everybody act at the same time; return what came of it."""
    with ThreadPoolExecutor(len(acts)) as people:
        waiting = [people.submit(act) for act in acts]
        return [one.result() for one in waiting]


def test_no_edit_that_was_answered_is_lost(
    newsroom: Newsroom,
    members: list[Member],
    programs: list[Program],
    ledger: Ledger,
    look: Session,
) -> None:
    people: list[Member | Program] = [*members, *programs]
    each = EDITS // len(people)

    def edit(number: int) -> None:
        person, chance = people[number], random.Random(number)
        for step in range(each):
            turn = step * len(newsroom.claims) // HOT // each
            claim_id = newsroom.claims[HOT * turn + chance.randrange(HOT)]
            person.append(claim_id, f"{number}-{step}")
            if isinstance(person, Member) and step % 10 == 0:
                person.comment(claim_id, f"comment {number}-{step}")

    at_once([lambda number=number: edit(number) for number in range(len(people))])

    assert list(ledger.faults(look)) == []
    assert len(ledger.notes.saved) == each * len(people)
    assert ledger.conflicts > 0
    assert set(ledger.answers) <= {OK, FOUND, SEE_OTHER, CONFLICT, STALE}


def test_of_many_who_accept_a_claim_one_does(
    newsroom: Newsroom, members: list[Member], look: Session
) -> None:
    pages = {one: form_fields(one.ask("GET", "/account"), "/sign-out") for one in members}

    def accept(member: Member, claim_id: int) -> int:
        fields = pages[member] | {"to": "new", "edit_number": "1"}
        return member.ask("POST", f"/claims/{claim_id}/moves", data=fields).status_code

    for claim_id in newsroom.proposals:
        acts = [lambda one=one, number=claim_id: accept(one, number) for one in members]
        answers = at_once(acts)
        assert sorted(answers) == [SEE_OTHER] + [CONFLICT] * (len(members) - 1)
        assert look.get_one(Claim, claim_id).stage is Stage.NEW
        events = select(Event.action).where(Event.subject == "claim", Event.subject_id == claim_id)
        assert look.scalars(events).all() == ["claim.moved"]
        look.rollback()


def test_a_key_that_is_sent_many_times_at_once_has_one_effect(
    newsroom: Newsroom, programs: list[Program], ledger: Ledger, look: Session
) -> None:
    program = programs[0]
    wishes = [
        program.comment(newsroom.claims[number % HOT], f"remark-{number}") for number in range(5)
    ]

    def send(wish: Wish) -> bytes:
        while (answer := program.send(wish)).status_code == CONFLICT:
            time.sleep(0.01)
        assert answer.status_code == CREATED
        return answer.content

    for wish in wishes:
        bodies = at_once([lambda wish=wish: send(wish)] * 10)
        assert len(set(bodies)) == 1
    assert list(ledger.faults(look)) == []
