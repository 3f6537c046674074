"""The server is killed at any moment: what it had said is saved, and nothing is half done."""

import os
import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
import pytest

from tests.crash.aftermath import (
    answer_everything,
    export_faults,
    finish_exports,
    half_done,
    looking,
    unsound,
)
from tests.crash.shift import Shift
from tests.live.ledger import Ledger
from tests.live.newsroom import Newsroom, found
from tests.live.people import Member, Program
from tests.live.server import Server

pytestmark = pytest.mark.slow

#: How often the server is killed; ``make crash KILLS=500`` asks for more.
KILLS = int(os.environ.get("TRACKER_KILLS", "2"))
#: The seed of the moments of death; another one gives other moments.
SEED = int(os.environ.get("TRACKER_KILLS_SEED", "1"))
#: How many answers the server gives in a life, at most, and how many seconds one lasts at most.
MOST_ANSWERS, LONGEST_LIFE = 80, 20.0


@pytest.fixture
def newsroom(database_url: str) -> Newsroom:
    claims, proposals = 30 + KILLS // 2, KILLS * 10
    return found(database_url, members=3, programs=3, claims=claims, proposals=proposals)


def test_nothing_that_was_answered_is_lost_when_the_server_is_killed(
    newsroom: Newsroom, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server, ledger, chance = Server(tmp_path, newsroom.database_url), Ledger(), random.Random(SEED)
    starts = [server.start()]
    shift = make_shift(newsroom, server, ledger)
    with ThreadPoolExecutor(len(shift.people)) as pool:
        working = shift.begin(pool)
        try:
            for _kill in range(KILLS):
                shift.gate.open()
                live(ledger, chance)
                shift.gate.close()
                server.kill()
                shift.gate.wait_for(len(shift.people))
                with looking(newsroom.database_url) as (engine, session):
                    assert list(ledger.faults(session)) == []
                    assert unsound(engine) == []
                starts.append(server.start())
        finally:
            shift.gate.end()
        for one in working:
            one.result()

    answer_everything(newsroom.database_url, shift)
    for one in shift.people:
        one.leave()
    server.stop()
    finish_exports(newsroom.database_url, server)
    with looking(newsroom.database_url) as (engine, session):
        assert list(ledger.faults(session)) == []
        assert unsound(engine) == []
        assert half_done(session) == []
        assert export_faults(session, shift, tmp_path / "exports") == []
    assert "every seal holds" in server.run("audit", "verify")
    assert ledger.notes.saved
    assert ledger.answers.keys().isdisjoint({500, 503})
    kept = (ledger.notes, ledger.comments, ledger.articles, ledger.checks, ledger.moves)
    with capsys.disabled():
        click.echo(
            f"\n{KILLS} kills: {sum(len(one.saved) for one in kept)} promises kept,"
            f" {len(shift.jobs)} exports, slowest start {max(starts):.1f} s"
        )


def live(ledger: Ledger, chance: random.Random) -> None:
    """Let the server work for a while that nobody foresees."""
    end = ledger.answers.total() + chance.randint(1, MOST_ANSWERS)
    latest = time.monotonic() + LONGEST_LIFE
    while ledger.answers.total() < end and time.monotonic() < latest:
        time.sleep(0.001)
    time.sleep(chance.uniform(0, 0.05))


def make_shift(newsroom: Newsroom, server: Server, ledger: Ledger) -> Shift:
    members = [Member(email, server.address, ledger) for email in newsroom.emails]
    for one in members:
        one.sign_in()
    programs = [
        Program(f"program-{number}", server.address, ledger, token=token)
        for number, token in enumerate(newsroom.tokens)
    ]
    return Shift([*members, *programs], list(newsroom.claims), iter(newsroom.proposals))
