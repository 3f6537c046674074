"""tracker db backup."""

import click

from tracker.cli.opening import back_up, open_database
from tracker.config import Settings


@click.command("backup")
def backup() -> None:
    """Copy the database while it stays in use."""
    settings = Settings.from_environ()
    with open_database(settings) as engine:
        back_up(engine, settings)
