"""Files and folders come in by command: imports, watched folders, feeds."""

import json
import os
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.unit.test_imports_claim_review import CHECK
from tracker.cli import main
from tracker.imports import COMMAND, PAGES, Limits

REPORT = "The port of Varna moved nine million tonnes last year, said Ana Silva, its director.\n"


@pytest.fixture(autouse=True)
def _installation(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.cli.watch._PAUSE", 0)


@pytest.fixture
def checks(tmp_path: Path) -> Path:
    path = tmp_path / "checks.json"
    path.write_text(json.dumps([CHECK, {"@type": "ClaimReview"}]))
    return path


def tracker(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_a_dry_run_says_what_would_happen_and_changes_nothing(checks: Path) -> None:
    result = tracker("import", "auto", str(checks), "--dry-run")
    assert result.exit_code == 1
    assert "1 added, 1 refused" in result.output
    again = tracker("import", "auto", str(checks), "--dry-run")
    assert "1 added, 1 refused" in again.output


def test_good_rows_come_in_once(checks: Path) -> None:
    assert tracker("import", "auto", str(checks)).exit_code == 2
    result = tracker("import", "claimreview", str(checks), "--good-rows", "--map", "False=mixed")
    assert "Import 1: " in result.output
    again = tracker("import", "auto", str(checks), "--good-rows")
    assert "1 unchanged" in again.output


def test_the_command_line_has_limits_of_its_own(
    checks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert COMMAND.most_rows >= 10 * PAGES.most_rows
    assert COMMAND.most_bytes >= 10 * PAGES.most_bytes
    monkeypatch.setattr("tracker.cli.import_.COMMAND", Limits(most_bytes=99_999, most_rows=1))
    result = tracker("import", "auto", str(checks), "--dry-run")
    assert result.exit_code == 2
    assert "more than 1 rows" in result.output


def test_a_mapping_names_a_verdict_of_ours(checks: Path) -> None:
    result = tracker("import", "auto", str(checks), "--map", "False=rubbish")
    assert result.exit_code == 2
    assert "mostly_false" in result.output


def put(folder: Path, name: str, content: bytes, *, age: float = 60) -> Path:
    path = folder / name
    path.write_bytes(content)
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_a_watched_folder_is_emptied_into_done_and_failed(tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    put(folder, "port.txt", REPORT.encode())
    put(folder, "same.txt", REPORT.encode())
    put(folder, "picture.png", b"\x89PNG\r\n\x1a\n")
    put(folder, "half.txt", b"The mayor sa", age=-5)
    put(folder, "page.html.part", b"<html>")
    result = tracker("watch", str(folder), "--once")
    assert result.exit_code == 1
    assert (folder / "done" / "port.txt").is_file()
    assert (folder / "done" / "same.txt").is_file()
    assert "was here already" in result.output
    assert (folder / "failed" / "picture.png.reason.txt").read_text().strip()
    assert sorted(path.name for path in folder.iterdir() if path.is_file()) == [
        "half.txt",
        "page.html.part",
    ]


def test_a_file_of_the_same_name_overwrites_none(tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for words in ("", "Again. "):
        put(folder, "port.txt", (words + REPORT).encode())
        tracker("watch", str(folder), "--once")
    assert len(list((folder / "done").iterdir())) == 2


def test_a_feed_is_added_listed_and_paused() -> None:
    assert "Feed 1" in tracker("feed", "add", "https://news.example/feed.xml").output
    assert "never" in tracker("feed", "list").output
    assert "paused" in tracker("feed", "pause", "1").output
    assert tracker("feed", "check").exit_code == 0


def test_a_newsroom_that_fetches_nothing_checks_no_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_FETCH", "no")
    result = tracker("feed", "check")
    assert result.exit_code == 2
    assert "TRACKER_FETCH" in result.output
