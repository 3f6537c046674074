"""tracker db reindex."""

import click

from tracker.cli.opening import open_database
from tracker.config import Settings
from tracker.models.engine import write_sessions
from tracker.services.editing import search_text


@click.command("reindex")
def reindex() -> None:
    """Make the index anew that claims are searched by."""
    with open_database(Settings.from_environ()) as engine, write_sessions(engine)() as session:
        number = search_text.rebuild(session)
        session.commit()
    click.echo(f"{number:,} claims can be found by their words.")
