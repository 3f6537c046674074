"""tracker seed load."""

import click

from tracker.cli.opening import writing
from tracker.config import Settings
from tracker.domain.clock import now
from tracker.services.demo import seeding


@click.command("load")
def load() -> None:
    """Load the demonstration newsroom; loading again changes nothing."""
    with writing() as session:
        loaded = seeding.load(
            session, originals_dir=Settings.from_environ().originals_dir, at=now()
        )
        session.commit()
    click.echo(
        f"Loaded {loaded.articles} articles with {loaded.claims} claims."
        if loaded.articles
        else "The demonstration is here already; nothing has changed."
    )
