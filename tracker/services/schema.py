"""The database's own shape: made, brought up to date after a backup, and compared."""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import cast

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from tracker.models import search_index
from tracker.resources import resource_dir

logger = logging.getLogger(__name__)


class Standing(StrEnum):
    """How a database stands to this program."""

    EMPTY = "empty"
    BEHIND = "behind"
    CURRENT = "current"
    #: Its revision is unknown here: a later program made it.
    NEWER = "newer"


def alembic_config() -> Config:
    """Return Alembic's settings; they need no file, so they work from a wheel too."""
    config = Config()
    config.set_main_option("script_location", str(resource_dir("migrations")).replace("%", "%%"))
    return config


def head() -> str:
    """Return the newest revision that this program knows."""
    revision = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if revision is None:
        raise RuntimeError("the folder of migrations is empty")
    return revision


def current(engine: Engine) -> str | None:
    """Return the revision that the database is at, or None where it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def standing(engine: Engine) -> Standing:
    """Tell whether the database is empty, behind this program, up to date with it, or newer."""
    at = current(engine)
    if at is None:
        return Standing.EMPTY
    if at == head():
        return Standing.CURRENT
    scripts = ScriptDirectory.from_config(alembic_config())
    known = {script.revision for script in scripts.walk_revisions()}
    return Standing.BEHIND if at in known else Standing.NEWER


def upgrade(engine: Engine, *, to: str = "head") -> None:
    """Bring the database to revision ``to`` in one transaction; a failure leaves it as it was."""
    _migrate(engine, lambda config: command.upgrade(config, to))


def downgrade(engine: Engine, *, to: str) -> None:
    """Take the database back to revision ``to`` in one transaction."""
    _migrate(engine, lambda config: command.downgrade(config, to))


def backup(engine: Engine, folder: Path, *, at: datetime) -> Path | None:
    """Copy an SQLite database into ``folder`` while it stays in use; return the copy's path.

    Returns None for PostgreSQL, whose own ``pg_dump`` does this.
    """
    if engine.dialect.name != "sqlite":
        return None
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f"tracker-{at:%Y%m%dT%H%M%S}Z-{current(engine) or 'empty'}.sqlite3"
    with engine.connect() as connection, closing(sqlite3.connect(copy)) as target:
        source = connection.connection.driver_connection
        cast("sqlite3.Connection", source).backup(target)
    logger.info("database.backed_up path=%s", copy)
    return copy


def faults(engine: Engine) -> list[str]:
    """Return what SQLite finds damaged, at most ten lines; PostgreSQL looks after itself."""
    if engine.dialect.name != "sqlite":
        return []
    with engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA integrity_check(10)").scalars().all()
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    damage = [line for line in found if line != "ok"]
    with engine.begin() as connection:
        if not search_index.is_whole(connection):
            damage.append("the index of words does not fit the claims; run: tracker db reindex")
    return damage + [f"a row of {row[0]} points to a {row[2]} that is gone" for row in orphans[:10]]


def _migrate(engine: Engine, run: Callable[[Config], None]) -> None:
    config = alembic_config()
    with engine.connect() as connection:
        _loosen(connection)
        try:
            with connection.begin():
                _lock(connection)
                config.attributes["connection"] = connection
                run(config)
                _assert_whole(connection)
        finally:
            # The connection carries settings that no request should inherit.
            connection.invalidate()


def _loosen(connection: Connection) -> None:
    """Switch foreign keys off on SQLite, before BEGIN: inside a transaction it is ignored.

    A batch rebuild drops the parent table, and with the keys on that would take its children.
    """
    raw = connection.connection.driver_connection
    if isinstance(raw, sqlite3.Connection):
        raw.execute("PRAGMA foreign_keys = OFF")


def _lock(connection: Connection) -> None:
    """Let one process migrate at a time; SQLite's BEGIN IMMEDIATE has done so already."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('tracker.schema'))")


def _assert_whole(connection: Connection) -> None:
    """Fail, and so roll back, where a revision left a row whose parent is gone."""
    if connection.dialect.name == "sqlite":
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if orphans:
            raise RuntimeError(f"the migration would orphan rows: {orphans[:5]}")
