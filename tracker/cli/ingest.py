"""tracker ingest."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tracker.cli.bringing_in import Outcome, bring_in, files_below
from tracker.cli.lazy import Refusal
from tracker.cli.opening import writing

SOME_REFUSED, NOTHING_CAME_IN = 1, 2


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--quiet", is_flag=True, help="Show no progress bar and no table.")
@click.pass_context
def ingest(ctx: click.Context, paths: tuple[Path, ...], *, quiet: bool) -> None:
    """Bring in articles from files and folders.

    Folders are searched for .txt, .md, .html, .docx, .pdf and .eml. The exit code is 0 if all
    came in or were here already, 1 if some were refused, 2 if nothing came in.
    """
    files = list(files_below(paths))
    if not files:
        raise Refusal("there is no file in these folders that could be an article")
    outcomes = list(_outcomes(files, quiet=quiet))
    if not quiet:
        Console().print(_table(outcomes))
    refused = sum(outcome.reason is not None for outcome in outcomes)
    click.echo(f"{len(outcomes) - refused} in, {refused} refused.")
    if refused == len(outcomes):
        ctx.exit(NOTHING_CAME_IN)
    ctx.exit(SOME_REFUSED if refused else 0)


def _outcomes(files: list[Path], *, quiet: bool) -> Iterator[Outcome]:
    with writing() as session:
        for path in _progress(files, quiet=quiet):
            yield bring_in(session, path)


def _progress(files: list[Path], *, quiet: bool) -> Iterable[Path]:
    console = Console(stderr=True)
    return track(files, description="Bringing in", console=console, disable=quiet)


def _table(outcomes: list[Outcome]) -> Table:
    table = Table("File", "Article", "Claims", "What happened", box=None, pad_edge=False)
    for outcome in outcomes:
        number = "" if outcome.article_id is None else str(outcome.article_id)
        claims = "" if outcome.claims is None else str(outcome.claims)
        table.add_row(str(outcome.path), number, claims, outcome.words)
    return table
