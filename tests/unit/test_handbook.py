"""The page about the moves, and its picture, are those of the table."""

from pathlib import Path

import lxml.etree
import pytest
from click.testing import CliRunner

from tracker.cli import main
from tracker.domain import handbook
from tracker.domain.vocabulary import Stage
from tracker.domain.workflow import STEPS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    ("name", "options"), [("workflow.md", ()), ("workflow.svg", ("--picture",))]
)
def test_the_file_is_what_the_command_writes(name: str, options: tuple[str, ...]) -> None:
    written = CliRunner().invoke(main, ["workflow", *options])
    assert written.exit_code == 0
    assert (DOCS / name).read_text(encoding="utf-8") == written.output, (
        f"write it anew: tracker workflow {' '.join(options)} > docs/{name}"
    )


def test_the_page_has_a_row_for_every_move() -> None:
    rows = [line for line in handbook.page().splitlines() if line.startswith("| ")]
    for step in STEPS:
        start = f"| {step.number} | {step.start.label} | {step.to.label} | {step.verb} |"
        assert [row for row in rows if row.startswith(start)], start


def test_the_picture_shows_every_stage_and_every_number() -> None:
    picture = lxml.etree.fromstring(handbook.picture().encode())
    words = ["".join(text.itertext()) for text in picture.iter("{*}text")]
    assert {stage.label for stage in Stage} <= set(words)
    drawn = {step.number for step in STEPS if step.number != 17}
    assert {str(number) for number in drawn} <= set(words)
