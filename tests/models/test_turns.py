"""The writers of one process come one after the other, and nobody keeps the turn."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from tracker.models import turns
from tracker.models.engine import TURN_SECONDS, make_engine, read_sessions


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE note (words TEXT)"))
    yield engine
    engine.dispose()


def write(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO note VALUES ('seen')"))


def test_a_writer_waits_until_the_one_before_is_done(engine: Engine) -> None:
    order = []
    with ThreadPoolExecutor(1) as other, engine.begin() as connection:
        connection.execute(text("INSERT INTO note VALUES ('first')"))
        waiting = other.submit(lambda: (write(engine), order.append("second")))
        time.sleep(0.05)
        order.append("first")
        connection.commit()
        waiting.result(timeout=30)
    assert order == ["first", "second"]


def test_a_reader_needs_no_turn(engine: Engine) -> None:
    with engine.begin(), read_sessions(engine)() as reader:
        assert reader.execute(text("SELECT * FROM note")).all() == []


def break_off(connection: Connection) -> None:
    connection.execute(text("SELECT 1"))
    connection.invalidate()


ENDS: dict[str, Callable[[Connection], object]] = {
    "commit": lambda connection: connection.begin().commit(),
    "rollback": lambda connection: connection.begin().rollback(),
    "close": lambda connection: connection.execute(text("SELECT 1")),
    "break": break_off,
}


@pytest.mark.parametrize("end", ENDS)
def test_the_turn_ends_with_the_transaction_however_that_ends(
    engine: Engine, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[threading.Lock] = []
    with engine.connect() as connection:
        ENDS[end](connection)
    monkeypatch.setattr(turns.Turns, "begin", lambda one, _connection: taken.append(one._lock))
    write(engine)
    assert not taken[0].locked()


def test_a_writer_whose_turn_came_and_who_was_refused_gives_it_back(
    engine: Engine, tmp_path: Path
) -> None:
    elsewhere = make_engine(str(engine.url))
    with elsewhere.begin() as holder:
        holder.execute(text("INSERT INTO note VALUES ('held')"))
        with engine.connect() as connection:
            connection.connection.execute("PRAGMA busy_timeout = 0")
            with pytest.raises(OperationalError, match="locked"):
                connection.execute(text("SELECT 1"))
    begun = time.monotonic()
    write(engine)
    # It would have waited for the turn until its patience ended.
    assert time.monotonic() - begun < TURN_SECONDS
    elsewhere.dispose()
