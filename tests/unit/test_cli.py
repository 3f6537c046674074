"""The command line: quick help, one-line refusals, and the database in whatever state it is."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from tracker.cli import main
from tracker.cli.lazy import LazyGroup
from tracker.models.engine import make_engine
from tracker.services import schema


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty data folder that every command of the test uses."""
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("TRACKER_DATABASE_URL", raising=False)
    return tmp_path / "data"


def tracker(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def all_groups(group: LazyGroup) -> Iterator[LazyGroup]:
    yield group
    for name in group.summaries:
        inner = group.get_command(click.Context(group), name)
        if isinstance(inner, LazyGroup):
            yield from all_groups(inner)


@pytest.fixture
def at_first_revision(folder: Path) -> Path:
    """Return the folder with a database as an earlier version of the program left it."""
    tracker("db", "upgrade")
    engine = make_engine(f"sqlite:///{folder / 'tracker.sqlite3'}")
    schema.downgrade(engine, to="2026_11_24_first_tables")
    engine.dispose()
    return folder


def test_help_lists_every_command_with_its_own_first_line() -> None:
    for group in all_groups(main):
        for name, summary in group.summaries.items():
            command = group.get_command(click.Context(group), name)
            assert command is not None
            assert (command.help or "").splitlines()[0] == summary


def test_an_unknown_command_is_said_to_be_unknown() -> None:
    result = tracker("dance")
    assert result.exit_code == 2
    assert "No such command 'dance'" in result.output


def test_the_module_runs_as_the_command_does() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tracker", "--version"], capture_output=True, text=True, check=True
    )
    assert re.fullmatch(r"tracker, version \d+\.\d+\.\d+\n", done.stdout)


def test_an_empty_database_is_made_by_the_first_command(folder: Path) -> None:
    result = tracker("account", "list")
    assert result.exit_code == 0
    assert "Made the database" in result.output
    assert tracker("db", "check").output == "The database is whole and up to date.\n"


@pytest.mark.parametrize("command", ["audit access", "webhook send", "worker --once"])
def test_commands_that_need_the_pages_make_an_empty_database_too(
    folder: Path, command: str
) -> None:
    assert tracker(*command.split()).exit_code == 0


def test_current_tells_what_the_database_and_the_program_are_at(folder: Path) -> None:
    assert "database  empty" in tracker("db", "current").output
    tracker("db", "upgrade")
    assert f"database  {schema.head()}" in tracker("db", "current").output


def test_an_old_database_is_refused_until_it_is_upgraded(at_first_revision: Path) -> None:
    refused = tracker("account", "list")
    assert refused.exit_code == 2
    assert "run: tracker db upgrade" in refused.output
    assert tracker("db", "check").exit_code == 2


def test_an_old_database_is_copied_before_it_is_upgraded(at_first_revision: Path) -> None:
    result = tracker("db", "upgrade")
    assert result.exit_code == 0
    (copy,) = (at_first_revision / "backups").iterdir()
    assert str(copy) in result.output
    with sqlite3.connect(copy) as old:
        revision = old.execute("SELECT version_num FROM alembic_version").fetchone()
    assert revision == ("2026_11_24_first_tables",)
    assert tracker("db", "check").exit_code == 0


def test_a_database_of_a_newer_program_is_refused_in_words(folder: Path) -> None:
    tracker("db", "upgrade")
    with sqlite3.connect(folder / "tracker.sqlite3") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '2099_01_01_tomorrow'")
    for command in (("db", "upgrade"), ("account", "list"), ("run",)):
        result = tracker(*command)
        assert result.exit_code == 2
        assert "a newer Claim Tracker (revision 2099_01_01_tomorrow)" in result.output


def test_downgrading_asks_first_and_keeps_a_copy(folder: Path) -> None:
    tracker("db", "upgrade")
    assert tracker("db", "downgrade", "-1").exit_code == 1
    result = tracker("db", "downgrade", "-1", "--yes")
    assert result.exit_code == 0
    assert "A copy of the database is in" in result.output
    assert schema.head() not in result.output.splitlines()[-1]


def test_a_revision_that_does_not_exist_is_refused(folder: Path) -> None:
    tracker("db", "upgrade")
    result = tracker("db", "downgrade", "yesterday", "--yes")
    assert result.exit_code == 2
    assert "yesterday" in result.output


def test_a_damaged_database_is_noticed(folder: Path) -> None:
    tracker("db", "upgrade")
    with sqlite3.connect(folder / "tracker.sqlite3") as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("INSERT INTO speaker_alias (speaker_id, name) VALUES (99, 'Nobody')")
    result = tracker("db", "check")
    assert result.exit_code == 2
    assert "a row of speaker_alias points to a speaker that is gone" in result.output


def test_a_file_that_is_no_database_is_refused_in_one_line(folder: Path) -> None:
    folder.mkdir()
    (folder / "tracker.sqlite3").write_text("These are not the bytes of a database. " * 40)
    result = tracker("db", "upgrade")
    assert result.exit_code == 2
    assert re.fullmatch(r"Error: the database .* cannot be used: .*\n", result.output)


def test_a_folder_that_cannot_be_written_is_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path / "file" / "data"))
    result = tracker("db", "upgrade")
    assert result.exit_code == 2
    assert "cannot write to" in result.output
    assert "TRACKER_DATA_DIR" in result.output


def test_a_setting_that_makes_no_sense_is_refused_in_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_PORT", "eighty")
    result = tracker("db", "current")
    assert (result.exit_code, result.output) == (
        2,
        "Error: TRACKER_PORT must be a whole number, not 'eighty'\n",
    )


def test_the_history_is_verified_and_a_changed_event_is_found(folder: Path) -> None:
    tracker("account", "add", "ana@newsroom.example", "--name", "Ana Silva", "--role", "editor")
    assert "The history is sound: 1 events" in tracker("audit", "verify").output
    with sqlite3.connect(folder / "tracker.sqlite3") as connection:
        connection.execute("DROP TRIGGER event_refuses_update")
        connection.execute("UPDATE event SET actor_name = 'Somebody Else'")
    result = tracker("audit", "verify")
    assert result.exit_code == 2
    assert "the history breaks at event 1" in result.output
