"""The extract command: files, standard input and lines of documents; clear words for bad input."""

import json

import pytest
from click.testing import CliRunner

from tracker.cli import main

ARTICLE = "“Rents will fall,” Mayor Ada Moss said on X.\n"


@pytest.fixture
def run():
    """Return a function that runs the command with standard input."""

    def call(*arguments: str, stdin: bytes | str = ""):
        return CliRunner().invoke(main, ["extract", *arguments], input=stdin)

    return call


def test_standard_input_becomes_json(run):
    (statement,) = json.loads(run("-", "--format", "json", stdin=ARTICLE).stdout)
    assert statement == {
        "content": [[0, 18]],
        "cue": [[34, 43]],
        "source": [[19, 33]],
        "text": "“Rents will fall,”",
        "kind": "direct",
        "statement": True,
        "speech_act": "states",
        "speaker": {"name": "Ada Moss", "kind": "person", "role": "Mayor"},
        "medium": "X",
        "confidence": statement["confidence"],
    }


def test_files_become_lines_of_json(run, tmp_path):
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(ARTICLE, "utf-8")
    names = [str(tmp_path / name) for name in ("one.txt", "two.txt")]
    lines = run(*names, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["speaker"]["name"] for line in lines] == ["Ada Moss", "Ada Moss"]


def test_a_table_shows_the_words_and_takes_no_markup_from_them(run):
    shown = run(stdin="“It [red]burns[/red],” Ada Moss said.").stdout
    assert "Ada Moss" in shown
    assert "[red]" in shown


def test_what_was_not_said_stands_in_a_table_of_its_own(run):
    shown = run(stdin="The engineers discussed the bridge. “It burns,” Ada Moss said.").stdout
    assert "Statements: 1" in shown
    assert "Thoughts, wishes and topics: 1" in shown


def test_documents_become_lines_with_their_own_ids(run, tmp_path):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [{"id": "a", "text": ARTICLE}, {"id": 7, "text": ""}]
    source.write_text("\n".join(map(json.dumps, lines)) + "\n\n", "utf-8")
    assert run("--documents", str(source), "--output", str(target)).exit_code == 0
    written = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert [(line["id"], len(line["attributions"])) for line in written] == [("a", 1), (7, 0)]


def test_one_text_that_is_refused_does_not_stop_the_others(run):
    lines = [{"id": 1, "text": "a" * 1_000_001}, {"id": 2, "text": ARTICLE}]
    shown = run("--documents", "-", stdin="\n".join(map(json.dumps, lines))).stdout
    first, second = map(json.loads, shown.splitlines())
    assert "at most" in first["refused"]
    assert len(second["attributions"]) == 1


@pytest.mark.parametrize(
    ("arguments", "stdin", "words"),
    [
        (["/nowhere.txt"], "", "cannot read /nowhere.txt: no such file"),
        ([], b"\xff\xfe\xff", "not a text in UTF-8"),
        ([], "a" * 1_000_001, "at most 1,000,000 are read"),
        (["--documents", "-"], '{"id": 1}', "document 1 is not a document"),
        (["--documents", "-"], "no json", "document 1 is not a document"),
        (["--documents", "-", "some.txt"], "", "not both"),
        (["--output", "-"], "", "goes with --documents"),
        (["--documents", "/nowhere.jsonl"], "", "No such file"),
    ],
)
def test_bad_input_is_told_in_words_with_exit_code_2(run, arguments, stdin, words):
    answer = run(*arguments, stdin=stdin)
    assert answer.exit_code == 2
    assert words in answer.stderr
