"""tracker db downgrade."""

import click
from alembic.util import CommandError

from tracker.cli.lazy import Refusal
from tracker.cli.opening import back_up, open_database
from tracker.config import Settings
from tracker.services import schema


@click.command("downgrade", context_settings={"ignore_unknown_options": True})
@click.argument("revision")
@click.confirmation_option(prompt="Tables that the earlier revision lacks are lost. Go on?")
def downgrade(revision: str) -> None:
    """Take the database back to an earlier revision, after a backup.

    REVISION is a name that `tracker db current` lists, -1 for one step back, or base.
    """
    settings = Settings.from_environ()
    with open_database(settings) as engine:
        back_up(engine, settings)
        try:
            schema.downgrade(engine, to=revision)
        except CommandError as error:
            raise Refusal(str(error)) from error
        click.echo(f"The database is at revision {schema.current(engine) or 'base'}.")
