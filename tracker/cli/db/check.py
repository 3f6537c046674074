"""tracker db check."""

import click

from tracker.cli.lazy import Refusal
from tracker.cli.opening import open_database
from tracker.config import Settings
from tracker.services import schema
from tracker.services.schema import Standing


@click.command("check")
def check() -> None:
    """Check that the database is whole and up to date."""
    with open_database(Settings.from_environ()) as engine:
        found = schema.standing(engine)
        if found is not Standing.CURRENT:
            raise Refusal(f"the database is {found}; run: tracker db upgrade")
        faults = schema.faults(engine)
    if faults:
        raise Refusal("the database is damaged: " + "; ".join(faults))
    click.echo("The database is whole and up to date.")
