"""The data folder that commands work on, with a database in it."""

import shutil
from pathlib import Path

import pytest

from tracker.models.engine import make_engine
from tracker.services import schema


@pytest.fixture(scope="session")
def made_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database without rows, up to date; a copy is made quicker than another one."""
    path = tmp_path_factory.mktemp("made") / "tracker.sqlite3"
    engine = make_engine(f"sqlite:///{path}")
    schema.upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made_database: Path) -> Path:
    """Return the data folder of the commands of a test, with a database of its own."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(made_database, folder)
    monkeypatch.setenv("TRACKER_DATA_DIR", str(folder))
    for name in ("TRACKER_DATABASE_URL", "TRACKER_MEMBER"):
        monkeypatch.delenv(name, raising=False)
    return folder
