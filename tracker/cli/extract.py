"""tracker extract: statements out of plain text, without a database."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from tracker.cli.lazy import Refusal
from tracker.extraction import Attribution, TextRefused
from tracker.extraction import extract as read

_STANDARD_INPUT = "-"


@click.command("extract")
@click.argument("files", nargs=-1, type=click.Path(path_type=str), metavar="[FILE]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "jsonl"]),
    default="table",
    show_default=True,
    help="How the statements are written.",
)
@click.option("--language", default="en", show_default=True, help="The language of the text.")
@click.option(
    "--documents",
    type=click.File(encoding="utf-8"),
    metavar="IN.jsonl",
    help='Read {"id", "text"} a line instead of files.',
)
@click.option(
    "--output",
    type=click.File("w", encoding="utf-8", atomic=True),
    metavar="OUT.jsonl",
    help="Where the statements of --documents go, if not to standard output.",
)
def extract(
    files: tuple[str, ...],
    form: str,
    language: str,
    documents: TextIO | None,
    output: TextIO | None,
) -> None:
    """Extract the attributed statements of texts, without a database.

    FILE is a plain text in UTF-8, or - for standard input (also when no FILE is given).
    """
    if documents is None:
        if output is not None:
            raise click.UsageError("--output goes with --documents")
        _write([(name, _read(name, language)) for name in files or (_STANDARD_INPUT,)], form)
    elif files:
        raise click.UsageError("give files or --documents, not both")
    else:
        _write_documents(documents, output or sys.stdout, language)


def _read(name: str, language: str) -> list[Attribution]:
    try:
        return read(_text_of(name), language=language)
    except TextRefused as refusal:
        raise Refusal(f"{name}: {refusal}") from refusal


def _text_of(name: str) -> str:
    """Return a text with its line ends as they are: offsets count them."""
    try:
        content = sys.stdin.buffer.read() if name == _STANDARD_INPUT else Path(name).read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise Refusal(f"cannot read {name}: {(error.strerror or str(error)).lower()}") from error
    except UnicodeDecodeError as error:
        raise Refusal(f"{name} is not a text in UTF-8") from error


def _write(texts: Sequence[tuple[str, list[Attribution]]], form: str) -> None:
    if form == "json":
        listed = [attribution.to_json() for _, found in texts for attribution in found]
        click.echo(json.dumps(listed, indent=2))
    elif form == "jsonl":
        for _, found in texts:
            for attribution in found:
                click.echo(json.dumps(attribution.to_json()))
    else:
        for name, found in texts:
            _print_table(name, found)


def _print_table(name: str, found: Sequence[Attribution]) -> None:
    title = None if name == _STANDARD_INPUT else name
    stated = [one for one in found if one.statement]
    others = [one for one in found if not one.statement]
    Console().print(_table(stated, title=title, caption=f"Statements: {len(stated)}"))
    if others:
        caption = f"Thoughts, wishes and topics: {len(others)}"
        Console().print(_table(others, title=None, caption=caption))


def _table(found: Sequence[Attribution], *, title: str | None, caption: str) -> Table:
    table = Table(title=title, caption=caption, show_lines=True)
    for heading in ("Speaker", "Does", "Kind", "Words"):
        table.add_column(heading, overflow="fold")
    for attribution in found:
        table.add_row(*map(_printable, _row(attribution)))
    return table


def _row(attribution: Attribution) -> tuple[str, str, str, str]:
    speaker = attribution.speaker
    named = "nobody named" if speaker is None else speaker.name
    role = f"\n{speaker.role}" if speaker and speaker.role else ""
    medium = f"\non {attribution.medium}" if attribution.medium else ""
    return named + role, attribution.speech_act + medium, attribution.kind, attribution.text


def _printable(words: str) -> Text:
    """Return words that a terminal can show: without control signs and halves of signs."""
    return Text("".join(sign if sign.isprintable() or sign == "\n" else " " for sign in words))


def _write_documents(source: TextIO, target: TextIO, language: str) -> None:
    documents = list(_documents(source))
    with Progress(console=Console(stderr=True)) as progress:
        tracked = progress.track(documents, description="Reading")
        target.writelines(json.dumps(_extracted(one, language)) + "\n" for one in tracked)


def _documents(source: TextIO) -> Iterator[dict[str, Any]]:
    try:
        lines = [line for line in source if line.strip()]
    except UnicodeDecodeError as error:
        raise Refusal(f"{source.name} is not a text in UTF-8") from error
    for number, line in enumerate(lines, 1):
        try:
            document = json.loads(line)
            yield {"id": document["id"], "text": str(document["text"])}
        except (ValueError, TypeError, KeyError) as error:
            reason = 'is not a document with "id" and "text"'
            raise Refusal(f"{source.name}: document {number} {reason}") from error


def _extracted(document: dict[str, Any], language: str) -> dict[str, Any]:
    """Return a line of output; a text that is refused says why and does not stop the others."""
    try:
        found = read(document["text"], language=language)
    except TextRefused as refusal:
        return {"id": document["id"], "attributions": [], "refused": str(refusal)}
    return {"id": document["id"], "attributions": [one.to_json() for one in found]}
