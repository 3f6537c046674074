"""The one way to a database, for the application, the commands and the tests alike."""

import sqlite3
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session, sessionmaker

from tracker.domain.hashing import compact_json
from tracker.models.turns import Turns

#: Waiting longer than this for another writer is an error that the caller should see.
BUSY_MILLISECONDS = 5_000
#: So long a writer waits for the others of its own process, who come one after the other.
TURN_SECONDS = 20.0

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # FULL: an acknowledged save survives a power cut.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA cache_size = -16000",
    "PRAGMA journal_size_limit = 67108864",
)
_POSTGRESQL_OPTIONS = (
    "-c statement_timeout=10000 -c lock_timeout=4000"
    " -c idle_in_transaction_session_timeout=30000 -c timezone=UTC"
)


def make_engine(url: str) -> Engine:
    """Return an engine for an SQLite file or a PostgreSQL server.

    On SQLite every transaction takes the write lock at its beginning (``BEGIN IMMEDIATE``)
    unless the connection carries the execution option ``readonly``: a deferred transaction that
    reads and then writes fails at once when another writer was faster, and waits for nobody.
    """
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(
            url,
            pool_pre_ping=True,
            connect_args={"options": _POSTGRESQL_OPTIONS},
            json_serializer=compact_json,
        )
    engine = create_engine(url, json_serializer=compact_json)
    event.listen(engine, "connect", _prepare_sqlite)
    turns = Turns(patience=TURN_SECONDS)
    turns.attach(engine)
    event.listen(engine, "begin", partial(_begin_sqlite, turns))
    return engine


def write_sessions(engine: Engine) -> sessionmaker[Session]:
    """Return the maker of sessions that may write."""
    return sessionmaker(engine, expire_on_commit=False)


def read_sessions(engine: Engine) -> sessionmaker[Session]:
    """Return the maker of sessions that only read, and so never wait for a writer.

    Each sees one state of the database from its first statement on: what a page shows belongs to
    the version that it names, which a later edit is held against.
    """
    if engine.dialect.name == "sqlite":
        reader = engine.execution_options(readonly=True)
    else:
        reader = engine.execution_options(
            postgresql_readonly=True, isolation_level="REPEATABLE READ"
        )
    return sessionmaker(reader, expire_on_commit=False, autoflush=False)


def checkpoint(engine: Engine) -> None:
    """Bring what SQLite's log holds into the file, and empty the log, if nobody is reading."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # Python's driver would otherwise begin transactions by rules of its own.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(turns: Turns, connection: Connection) -> None:
    readonly = connection.get_execution_options().get("readonly", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if readonly else 'OFF'}")
    if readonly:
        connection.exec_driver_sql("BEGIN")
        return
    turns.begin(connection)
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except BaseException:
        turns.end(connection)
        raise
