"""Connections are as safe as the databases can be told to be."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from tracker.models.engine import make_engine, read_sessions, write_sessions


def test_a_reading_session_cannot_write(engine: Engine) -> None:
    with read_sessions(engine)() as session, pytest.raises(DBAPIError, match=r"read-?only"):
        session.execute(text("DELETE FROM outlet"))


def test_a_writing_session_may_follow_a_reading_one(engine: Engine) -> None:
    with read_sessions(engine)() as session:
        session.execute(text("SELECT 1"))
    with write_sessions(engine)() as session:
        insert = "INSERT INTO outlet (name, is_demonstration, created_at) VALUES ('A', false, :at)"
        session.execute(text(insert), {"at": "2026-03-02 12:00:00"})
        assert session.execute(text("SELECT name FROM outlet")).scalars().all() == ["A"]
        session.rollback()


def test_a_reading_session_sees_one_state_while_others_write(engine: Engine) -> None:
    names = text("SELECT name FROM outlet ORDER BY id")
    insert = "INSERT INTO outlet (name, is_demonstration, created_at) VALUES ('B', false, :at)"
    with read_sessions(engine)() as reader:
        before = reader.execute(names).scalars().all()
        with write_sessions(engine)() as writer:
            writer.execute(text(insert), {"at": "2026-03-02 12:00:00"})
            writer.commit()
        assert reader.execute(names).scalars().all() == before
        reader.rollback()
        assert reader.execute(names).scalars().all() == [*before, "B"]
    with write_sessions(engine)() as writer:
        writer.execute(text("DELETE FROM outlet WHERE name = 'B'"))
        writer.commit()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 2), ("trusted_schema", 0)],
)
def test_sqlite_is_set_up_for_newsrooms(tmp_path: Path, pragma: str, value: object) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    with engine.connect() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value
    engine.dispose()


def test_a_writer_takes_the_lock_when_it_begins_and_readers_go_on(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    first, second = make_engine(url), make_engine(f"{url}?timeout=0")
    with first.begin() as connection:
        connection.execute(text("CREATE TABLE note (words TEXT)"))
    with write_sessions(first)() as writer:
        writer.execute(text("SELECT * FROM note"))
        with second.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA busy_timeout = 0")
            with pytest.raises(OperationalError, match="locked"):
                connection.execute(text("SELECT * FROM note"))
            connection.invalidate()
        with read_sessions(second)() as reader:
            assert reader.execute(text("SELECT * FROM note")).all() == []
    first.dispose()
    second.dispose()
