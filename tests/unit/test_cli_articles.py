"""Articles come in from files and folders, and claims go out, by command."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tracker.cli import main

REPORT = (
    "The port of Varna moved nine million tonnes last year, said Ana Silva, its director.\n\n"
    '"We will grow again," Silva added.\n'
)


@pytest.fixture
def folder(tmp_path: Path, data_folder: Path) -> Path:
    """Return a folder with two reports, one of them further down, and a picture."""
    reports = tmp_path / "reports"
    (reports / "2026").mkdir(parents=True)
    (reports / "port.txt").write_text(REPORT)
    (reports / "2026" / "mayor.txt").write_text("The mayor said that the bridge was safe.\n")
    (reports / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return reports


def tracker(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_a_folder_is_searched_for_articles_all_the_way_down(folder: Path) -> None:
    result = tracker("ingest", str(folder))
    assert result.exit_code == 0
    assert "2 in, 0 refused." in result.output
    assert "picture" not in result.output


def test_an_article_that_is_here_already_counts_as_in(folder: Path) -> None:
    tracker("ingest", str(folder / "port.txt"))
    result = tracker("ingest", str(folder / "port.txt"), "--quiet")
    assert (result.exit_code, result.output) == (0, "1 in, 0 refused.\n")


def test_some_refused_is_one_and_nothing_in_is_two(folder: Path) -> None:
    picture, port = str(folder / "picture.png"), str(folder / "port.txt")
    some = tracker("ingest", picture, port)
    assert some.exit_code == 1
    assert "1 in, 1 refused." in some.output
    assert "refused:" in some.output
    assert tracker("ingest", picture).exit_code == 2


def test_a_folder_without_articles_is_refused_in_words(folder: Path) -> None:
    (folder / "empty").mkdir()
    result = tracker("ingest", str(folder / "empty"))
    assert result.exit_code == 2
    assert "no file in these folders that could be an article" in result.output


def test_the_original_is_kept_under_its_hash(folder: Path) -> None:
    tracker("ingest", str(folder / "port.txt"))
    (kept,) = (path for path in (folder.parent / "data/originals").rglob("*") if path.is_file())
    assert kept.read_text() == REPORT
    assert len(kept.name) == 64


def test_claims_are_written_to_a_file_that_is_whole(folder: Path) -> None:
    tracker("ingest", str(folder))
    out = folder / "claims.jsonl"
    result = tracker("export", "jsonl", "--output", str(out))
    assert result.exit_code == 0
    claims = [json.loads(line) for line in out.read_text().splitlines()]
    assert f"{len(claims)} claims written to {out}." in result.output
    assert "Ana Silva" in {claim["speaker"] for claim in claims}
    assert not list(folder.glob("*.part"))


def test_filters_narrow_what_is_written(folder: Path) -> None:
    tracker("ingest", str(folder))
    everything = rows(tracker("export", "csv"))
    some = rows(tracker("export", "csv", "--text", "grow", "--kind", "direct"))
    assert len(everything) > len(some) == 1
    assert rows(tracker("export", "csv", "--stage", "published")) == []


def rows(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_what_is_left_out_is_counted_with_the_reason(folder: Path) -> None:
    tracker("ingest", str(folder / "port.txt"))
    result = tracker("export", "claimreview")
    assert json.loads(result.stdout)["@graph"] == []
    assert "2 left out: not published" in result.stderr


def test_an_article_that_is_not_there_is_refused(folder: Path) -> None:
    result = tracker("export", "csv", "--article", "99")
    assert result.exit_code == 2
    assert "there is no article with the number 99" in result.output


def test_a_place_that_cannot_be_written_is_refused(folder: Path) -> None:
    result = tracker("export", "csv", "--output", str(folder / "nowhere" / "claims.csv"))
    assert result.exit_code == 2
    assert "cannot write" in result.output


def test_a_device_is_written_to_and_stays_a_device(folder: Path) -> None:
    result = tracker("export", "csv", "--output", "/dev/null")
    assert result.exit_code == 0
    assert Path("/dev/null").is_char_device()
