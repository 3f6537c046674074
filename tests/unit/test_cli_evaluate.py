"""Labelled articles are scored at the command line, and mistakes in them are named."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tracker.cli import main

TEXT = "“The port of Varna will grow,” said Ana Silva. The mayor hopes for more ships."
SAID = {"content": [[0, 30]], "cue": [[31, 35]], "source": [[36, 45]]}
HOPED = {"content": [[63, 77]], "cue": [[57, 62]], "source": [[47, 56]]}


def tracker(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments], env={"COLUMNS": "120"})


def write(path: Path, *attributions: dict, **facts: object) -> Path:
    line = {"id": "port", "text": TEXT, "attributions": list(attributions), **facts}
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return write(tmp_path / "gold.jsonl", SAID, HOPED)


@pytest.fixture
def predictions(tmp_path: Path) -> Path:
    return write(tmp_path / "predictions.jsonl", SAID)


def test_the_extractor_is_measured_where_no_predictions_are_given(gold: Path) -> None:
    result = tracker("evaluate", gold, "--statements", "--json")
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert figures["by"].startswith("extractor ")
    assert figures["direct"]["counts"] == {
        "labelled": 1,
        "predicted": 1,
        "found": 1,
        "sourced": 1,
    }


def test_the_table_shows_what_was_found(gold: Path, predictions: Path) -> None:
    result = tracker("evaluate", gold, "--predictions", predictions)
    assert result.exit_code == 0, result.output
    assert "All attributions: predictions.jsonl, 1 article, 15 words" in result.output
    assert "Found, right source" in result.output
    assert "100.0" in result.output
    assert "50.0" in result.output
    assert "One article gives no interval" in result.output


def test_figures_come_as_json(gold: Path, predictions: Path) -> None:
    figures = json.loads(tracker("evaluate", gold, "--predictions", predictions, "--json").stdout)
    assert figures["all"]["joint"]["precision"]["value"] == 1
    assert figures["all"]["joint"]["recall"]["value"] == pytest.approx(0.5)


def test_statements_alone_leave_thoughts_out(gold: Path, predictions: Path) -> None:
    options = ("--predictions", predictions, "--json", "--statements")
    figures = json.loads(tracker("evaluate", gold, *options).stdout)
    assert figures["statements_only"] is True
    assert figures["all"]["joint"]["recall"]["value"] == 1


def test_an_article_without_predictions_has_none(gold: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    figures = json.loads(tracker("evaluate", gold, "--predictions", empty, "--json").stdout)
    assert figures["all"]["counts"]["labelled"] == 2
    assert figures["all"]["counts"]["predicted"] == 0


def test_a_malformed_line_is_refused_with_its_number(tmp_path: Path) -> None:
    path = write(tmp_path / "gold.jsonl", {"content": [[0, 4000]]})
    result = tracker("evaluate", path)
    assert result.exit_code == 2
    assert "gold.jsonl, line 1: the content of attribution 1 reaches from 0 to 4000" in (
        result.output
    )
    assert "Traceback" not in result.output


def test_predictions_for_another_article_are_refused(gold: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other.jsonl", SAID, id="harbour")
    result = tracker("evaluate", gold, "--predictions", other)
    assert result.exit_code == 2
    assert 'no labelled article has the id "harbour"' in result.output


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "holds no labelled articles"), (b"\xff\xfe\x00", "is not a text in UTF-8")],
)
def test_a_file_that_cannot_be_scored_is_refused(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    (tmp_path / "gold.jsonl").write_bytes(content)
    result = tracker("evaluate", tmp_path / "gold.jsonl")
    assert result.exit_code == 2
    assert reason in result.output


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    result = tracker("evaluate", tmp_path / "gold.jsonl")
    assert result.exit_code == 2
    assert "cannot read" in result.output


def test_an_empty_newsroom_exports_nothing_to_learn_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("TRACKER_DATABASE_URL", raising=False)
    result = tracker("learning", "export", "--output", tmp_path / "labels.jsonl")
    assert result.exit_code == 0, result.output
    assert "0 decided articles with 0 attributions." in result.output
    assert (tmp_path / "labels.jsonl").read_bytes() == b""
