"""tracker watch."""

import time
from pathlib import Path

import click
from sqlalchemy.orm import Session

from tracker.cli.bringing_in import Outcome, bring_in
from tracker.cli.opening import writing
from tracker.services.articles import watched_folder

SOME_FAILED = 1
_PAUSE = 2.0


@click.command("watch")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--once", is_flag=True, help="Bring in what is there, and stop.")
@click.pass_context
def watch(ctx: click.Context, folder: Path, *, once: bool) -> None:
    """Bring in every file that is put into a folder.

    A file goes to done/ or, with the reason beside it, to failed/. The same bytes come in once.
    """
    with writing() as session:
        if once:
            # What was copied a moment ago counts as being there.
            time.sleep(_PAUSE)
            ctx.exit(SOME_FAILED if _round(session, folder) else 0)
        click.echo(f"Watching {folder}; stop with Ctrl-C.")
        while True:
            _round(session, folder)
            time.sleep(_PAUSE)


def _round(session: Session, folder: Path) -> int:
    """Bring in what is complete; return how many files failed."""
    failed = 0
    for path in watched_folder.settled(folder, now=time.time()):
        outcome: Outcome = bring_in(session, path)
        place = watched_folder.put_away(path, reason=outcome.reason)
        failed += outcome.reason is not None
        number = f" (article {outcome.article_id})" if outcome.article_id else ""
        click.echo(f"{place.relative_to(folder)}: {outcome.words}{number}")
    return failed
