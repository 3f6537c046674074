"""tracker worker."""

import time

import click

from tracker.cli.opening import reading
from tracker.config import Settings
from tracker.web import create_app
from tracker.web.background.worker import work_once

#: How long to sleep where there is nothing to do.
PAUSE_SECONDS = 2.0


@click.command("worker")
@click.option("--once", is_flag=True, help="End when nothing waits any more.")
def worker(*, once: bool) -> None:
    """Write the long exports that members asked for, in a process of its own.

    `tracker run` does it in a thread already; a second process takes the load off the pages.
    """
    settings = Settings.from_environ()
    with reading():
        app = create_app(settings)
    click.echo("Waiting for exports. Stop it with Ctrl+C.")
    while True:
        if work_once(app):
            click.echo("One export is done.")
        elif once:
            return
        else:
            time.sleep(PAUSE_SECONDS)
