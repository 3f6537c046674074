"""tracker dossier: one claim or one article, into a file that is whole."""

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tracker.cli import main


@pytest.fixture
def folder(tmp_path: Path, data_folder: Path) -> Path:
    """Return a folder with one article in the newsroom beside it."""
    (tmp_path / "port.txt").write_text("“The port will grow again,” Ana Silva said.", "utf-8")
    tracker("ingest", str(tmp_path / "port.txt"))
    return tmp_path


def tracker(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_a_dossier_is_written_with_the_original(folder: Path) -> None:
    out = folder / "one.zip"
    result = tracker("dossier", "--article", "1", "--output", str(out))
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(out) as package:
        assert package.read("article/original-1.txt") == (folder / "port.txt").read_bytes()
    again = folder / "two.zip"
    tracker("dossier", "--article", "1", "--output", str(again))
    assert out.read_bytes() == again.read_bytes()


def test_either_a_claim_or_an_article_must_be_named(folder: Path) -> None:
    assert tracker("dossier", "--output", str(folder / "x.zip")).exit_code == 2
    both = tracker("dossier", "--claim", "1", "--article", "1", "--output", str(folder / "x.zip"))
    assert both.exit_code == 2
