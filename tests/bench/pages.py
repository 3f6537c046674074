"""How fast the pages are with a year's work behind them: statements, milliseconds, ratios.

Run with ``make bench-pages``; CLAIMS=10000 takes a smaller newsroom, PAGES=list,home some pages,
SHOW=3 names the slowest statements of pages that miss their goal, and ``--strict`` fails where
one does. The newsroom is made once and kept in var/bench. Every page is fetched in this process
as an editor sees it. CPU counts, of the whole page and of its SQL; wall says how long one waited,
which on a busy machine says little.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from tests.bench import bare, newsroom
from tests.bench.visits import GOALS, addresses
from tracker.config import Settings
from tracker.domain.clock import now
from tracker.models import Account
from tracker.models.engine import make_engine, write_sessions
from tracker.services.members import sign_ins
from tracker.web import create_app

ROUNDS = int(os.environ.get("ROUNDS", "15"))
CHOSEN = tuple(filter(None, os.environ.get("PAGES", "").split(",")))


@dataclass(slots=True)
class Meter:
    """Counts the statements that the database is asked, and how long they take."""

    statements: int = 0
    seconds: float = 0.0
    slowest: list[tuple[float, str]] = field(default_factory=list)
    _began: float = 0.0

    def attach(self, engine: Engine) -> None:
        """Listen to an engine; a cursor's rows are read inside the statement's time."""
        event.listen(engine, "before_cursor_execute", self._begin)
        event.listen(engine, "after_cursor_execute", self._end)

    def reset(self) -> None:
        """Begin anew."""
        self.statements, self.seconds = 0, 0.0
        self.slowest.clear()

    def _begin(self, *_told: Any) -> None:
        self._began = process_time()

    def _end(self, *told: Any) -> None:
        took = process_time() - self._began
        if told[2].startswith(("PRAGMA", "BEGIN")):
            return
        self.statements += 1
        self.seconds += took
        self.slowest.append((took, told[2]))


@dataclass(frozen=True, slots=True)
class Figures:
    """What one page took, in milliseconds."""

    statements: int
    sql: float
    cpu: float
    wall: float
    wall_95: float


def measure(visit: Callable[[], Any], meter: Meter, rounds: int = ROUNDS) -> Figures:
    """Do it once to warm up, then so many times; return the medians."""
    visit()
    sql, cpu, wall = [], [], []
    for _ in range(rounds):
        meter.reset()
        began, used = perf_counter(), process_time()
        visit()
        wall.append(1000 * (perf_counter() - began))
        cpu.append(1000 * (process_time() - used))
        sql.append(1000 * meter.seconds)
    ninety_five = sorted(wall)[max(0, round(0.95 * len(wall)) - 1)]
    return Figures(meter.statements, median(sql), median(cpu), median(wall), ninety_five)


def ratio(one: Callable[[], Any], other: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Return how many times the CPU of ``one`` is that of ``other``, measured in turn."""
    found = []
    for work in (one, other):
        work()
    for _ in range(rounds):
        times = []
        for work in (one, other):
            used = process_time()
            for _again in range(5):
                work()
            times.append(process_time() - used)
        found.append(times[0] / times[1])
    return median(found)


@contextmanager
def application(url: str) -> Iterator[tuple[Flask, Engine]]:
    """Return the program on the newsroom, and the engine that it asks."""
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        settings = Settings(
            data_dir=Path(folder), database_url=url, secret_key="b" * 40, fetch=False
        )
        app = create_app(settings)
        engine: Engine = app.extensions["tracker_sessions"].engine
        yield app, engine
        engine.dispose()


def sign_in(app: Flask, url: str) -> FlaskClient:
    """Return a browser in which the first editor is signed in."""
    client = app.test_client()
    engine = make_engine(url)
    with write_sessions(engine)() as session:
        editor = session.scalars(select(Account.id).order_by(Account.id)).first() or 0
        token = sign_ins.begin(session, editor, device="Bench", at=now())
        session.commit()
    engine.dispose()
    with client.session_transaction() as cookie:
        cookie["sign_in"] = token
    return client


def walk(client: FlaskClient, meter: Meter, visits: Sequence[tuple[str, str]]) -> list[str]:
    """Measure every page, write a line for each, and return the goals that were missed."""
    write(f"{'page':26}{'SQL n':>6}{'SQL ms':>9}{'CPU ms':>9}{'wall':>9}{'p95':>9}  goal (SQL)")
    missed = []
    for name, address in visits:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        told = measure(lambda address=address: client.get(address), meter)
        most, longest = GOALS.get(name, (10, 30))
        keeps = told.statements <= most and told.sql <= longest
        write(
            f"{name:26}{told.statements:>6}{told.sql:>9.1f}{told.cpu:>9.1f}{told.wall:>9.1f}"
            f"{told.wall_95:>9.1f}  {'ok' if keeps else 'MISSED'} (n ≤ {most}, ≤ {longest} ms)"
        )
        if not keeps:
            missed.append(name)
            for took, statement in sorted(meter.slowest, reverse=True)[
                : int(os.environ.get("SHOW", "0"))
            ]:
                write(f"    {1000 * took:.1f} ms  {' '.join(statement.split())}")
    return missed


def write(line: str) -> None:
    """Write a line."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Measure the pages, then the ratios."""
    url = os.environ.get("BENCH_URL") or newsroom.kept()
    with application(url) as (app, engine):
        meter = Meter()
        meter.attach(engine)
        client = sign_in(app, url)
        with Session(engine) as session:
            visits = [one for one in addresses(session) if not CHOSEN or one[0] in CHOSEN]
        missed = walk(client, meter, visits)
        if not CHOSEN:
            for told in bare.ratios(app, client, engine, ratio):
                write(told)
    sys.exit(bool(missed) and "--strict" in sys.argv)


if __name__ == "__main__":
    main()
