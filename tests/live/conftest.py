"""A database of its own, of each kind, for a server of its own."""

import itertools
from pathlib import Path

import pytest

from tests.conftest import fresh_postgresql

_numbers = itertools.count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database that nobody else uses."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'tracker.sqlite3'}"
    server = request.getfixturevalue("postgresql_url")
    return fresh_postgresql(server, f"tracker_live_{next(_numbers)}")
