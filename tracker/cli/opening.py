"""How a command comes to its database and session; what stands in the way is said in words."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from tracker.cli.lazy import Refusal
from tracker.config import Settings
from tracker.domain.actors import Actor
from tracker.domain.clock import now
from tracker.models.engine import make_engine, read_sessions, write_sessions
from tracker.services import schema
from tracker.services.reviewing import revisions
from tracker.services.schema import Standing

#: These are our own mistakes, not the state of somebody's machine.
_OURS = (DataError, IntegrityError, ProgrammingError)


def current_settings() -> Settings:
    """Return the settings of this installation."""
    return Settings.from_environ()


def operator() -> Actor:
    """Return who sits at the command line: whoever reaches the database may do everything."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "somebody"
    return Actor(account_id=None, name=f"{name} (command line)", role=None)


@contextmanager
def open_database(settings: Settings) -> Iterator[Engine]:
    """Open the database whatever its state, making the folder for it where there is none."""
    _make_folder(settings.data_dir)
    engine = make_engine(settings.database_url)
    try:
        yield engine
    except DatabaseError as error:
        if isinstance(error, _OURS):
            raise
        reason = str(error.orig).strip().splitlines()[0]
        place = engine.url.render_as_string(hide_password=True)
        raise Refusal(f"the database {place} cannot be used: {reason}") from error
    finally:
        engine.dispose()


@contextmanager
def writing() -> Iterator[Session]:
    """Open a session that may write; the command commits. An empty database is made first."""
    settings = Settings.from_environ()
    with open_database(settings) as engine:
        _require_current(engine, settings)
        with write_sessions(engine)() as session:
            yield session


@contextmanager
def reading() -> Iterator[Session]:
    """Open a session that only reads."""
    settings = Settings.from_environ()
    with open_database(settings) as engine:
        _require_current(engine, settings)
        with read_sessions(engine)() as session:
            yield session


def bring_up_to_date(engine: Engine, settings: Settings) -> None:
    """Make or migrate the database, an old one after a backup, and say so."""
    found = schema.standing(engine)
    _refuse_newer(engine, found)
    if found is Standing.BEHIND:
        click.echo("The database was made by an earlier version and is brought up to date.")
        back_up(engine, settings)
    if found is not Standing.CURRENT:
        schema.upgrade(engine)
        _freeze_old_reports(engine)
        verb = "Made" if found is Standing.EMPTY else "Updated"
        click.echo(f"{verb} the database {engine.url.render_as_string(hide_password=True)}")


def _freeze_old_reports(engine: Engine) -> None:
    """Keep as versions what a program without versions has published."""
    with write_sessions(engine)() as session:
        revisions.catch_up(session, at=now())
        session.commit()


def back_up(engine: Engine, settings: Settings) -> None:
    """Copy an SQLite database into the data folder, and say where the copy is."""
    copy = schema.backup(engine, settings.data_dir / "backups", at=now())
    if copy is None:
        click.echo("No copy is made of a PostgreSQL database here: use pg_dump for that.")
    else:
        click.echo(f"A copy of the database is in {copy}")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Refusal(
            f"cannot write to {folder}: {(error.strerror or str(error)).lower()}; "
            "name a folder of yours with TRACKER_DATA_DIR"
        ) from error


def _require_current(engine: Engine, settings: Settings) -> None:
    found = schema.standing(engine)
    _refuse_newer(engine, found)
    if found is Standing.BEHIND:
        raise Refusal("the database is from an earlier version; run: tracker db upgrade")
    bring_up_to_date(engine, settings)


def _refuse_newer(engine: Engine, found: Standing) -> None:
    if found is Standing.NEWER:
        raise Refusal(
            f"the database was made by a newer Claim Tracker (revision {schema.current(engine)}); "
            "install that version, or name another database with TRACKER_DATABASE_URL"
        )
