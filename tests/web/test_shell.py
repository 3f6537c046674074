"""The application as a whole: start, layout, home, numbers in addresses, static files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.web.browser import Browser
from tracker.config import Settings
from tracker.domain.vocabulary import Role
from tracker.web import StartRefused, create_app


def test_an_empty_database_is_refused_with_the_command_that_helps(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'new.sqlite3'}")
    with pytest.raises(StartRefused, match="tracker db upgrade"):
        create_app(settings)


def test_home_is_shown_to_a_member(client: Browser, sign_in: Callable[..., object]) -> None:
    sign_in(Role.VIEWER)
    answer = client.get("/")
    assert answer.status_code == 200
