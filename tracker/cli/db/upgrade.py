"""tracker db upgrade."""

import click

from tracker.cli.opening import bring_up_to_date, open_database
from tracker.config import Settings
from tracker.services import schema


@click.command("upgrade")
def upgrade() -> None:
    """Bring the database up to date, after a backup."""
    settings = Settings.from_environ()
    with open_database(settings) as engine:
        bring_up_to_date(engine, settings)
        click.echo(f"The database is at revision {schema.current(engine)}, the newest.")
