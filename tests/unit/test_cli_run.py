"""The server finds a port, says how to sign in, and loads the demonstration once."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tracker.cli import main, run, serving
from tracker.cli.lazy import Refusal
from tracker.config import Settings
from tracker.services.demo import seeding


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_environ({"TRACKER_DATA_DIR": str(tmp_path), "TRACKER_PORT": "0"})


@pytest.fixture
def taken() -> Iterator[int]:
    """Return a port that somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """Let the server return at once, and return the settings that it was started with."""
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("TRACKER_DATABASE_URL", raising=False)
    started: list[Settings] = []

    def serve(_app: object, listening: socket.socket, settings: Settings) -> None:
        listening.close()
        started.append(settings)

    monkeypatch.setattr(run, "serve", serve)
    monkeypatch.setattr(seeding, "extract", lambda _text: [])
    return started


def tracker(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_a_taken_port_gives_way_to_the_next(settings: Settings, taken: int) -> None:
    wanted = Settings.from_environ(
        {"TRACKER_DATA_DIR": str(settings.data_dir), "TRACKER_PORT": str(taken)}
    )
    listening, found = serving.listen(wanted)
    with listening:
        assert taken < found.port <= taken + serving.PORTS_TRIED
        assert found.base_url == f"http://127.0.0.1:{found.port}"


def test_an_address_that_was_given_stays_with_another_port(settings: Settings, taken: int) -> None:
    wanted = Settings.from_environ(
        {
            "TRACKER_DATA_DIR": str(settings.data_dir),
            "TRACKER_PORT": str(taken),
            "TRACKER_BASE_URL": "https://newsroom.example",
        }
    )
    listening, found = serving.listen(wanted)
    with listening:
        assert found.base_url == "https://newsroom.example"


def test_it_says_so_when_all_ports_are_taken(
    settings: Settings, taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "PORTS_TRIED", 1)
    wanted = Settings.from_environ(
        {"TRACKER_DATA_DIR": str(settings.data_dir), "TRACKER_PORT": str(taken)}
    )
    with pytest.raises(Refusal, match=f"the ports {taken} to {taken} are all taken"):
        serving.listen(wanted)


def test_an_address_of_another_machine_is_refused_in_words(settings: Settings) -> None:
    elsewhere = Settings.from_environ(
        {"TRACKER_DATA_DIR": str(settings.data_dir), "TRACKER_HOST": "192.0.2.1"}
    )
    with pytest.raises(Refusal, match=r"cannot listen on 192\.0\.2\.1:8000"):
        serving.listen(elsewhere)


def test_running_says_the_address_and_how_to_sign_in(served: list[Settings]) -> None:
    result = tracker("run", "--port", "0")
    assert result.exit_code == 0, result.output
    assert f"Claim Tracker is at {served[0].base_url}\n" in result.output
    assert "Sign in as editor@newsroom.example with the password" in result.output


def test_running_again_says_the_same_password(served: list[Settings]) -> None:
    first, second = (tracker("run", "--port", "0").output for _ in range(2))
    assert line_about_signing_in(first) == line_about_signing_in(second)
    assert "Made the database" not in second


def test_nothing_is_sent_or_fetched_any_more_once_the_server_has_stopped(
    served: list[Settings],
) -> None:
    tracker("run", "--port", "0")
    workers = [thread for thread in threading.enumerate() if thread.name in {"webhooks", "feeds"}]
    for thread in workers:
        thread.join(timeout=5)
    assert not any(thread.is_alive() for thread in workers)
    assert served


def line_about_signing_in(output: str) -> str:
    return next(line for line in output.splitlines() if line.startswith("Sign in"))


def test_running_upgrades_an_old_database_after_a_copy(
    served: list[Settings], tmp_path: Path
) -> None:
    tracker("db", "upgrade")
    tracker("db", "downgrade", "2026_11_24_first_tables", "--yes")
    result = tracker("run", "--port", "0")
    assert result.exit_code == 0, result.output
    assert "The database was made by an earlier version" in result.output
    assert len(list((tmp_path / "data" / "backups").iterdir())) == 2
    assert served


def test_the_demonstration_is_loaded_once_and_never_forced_on_anybody(
    served: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeding, "play", lambda *_: 0)
    assert "Loading the demonstration" in tracker("run", "--port", "0", "--demonstration").output
    assert "Removed" in tracker("seed", "remove").output
    again = tracker("run", "--port", "0", "--demonstration")
    assert again.exit_code == 0, again.output
    assert "Loading" not in again.output
