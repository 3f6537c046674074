"""tracker db current."""

import click

from tracker.cli.opening import open_database
from tracker.config import Settings
from tracker.services import schema


@click.command("current")
def current() -> None:
    """Show which revision the database is at."""
    with open_database(Settings.from_environ()) as engine:
        click.echo(f"database  {schema.current(engine) or 'empty'}")
        click.echo(f"program   {schema.head()}")
        click.echo(f"standing  {schema.standing(engine)}")
