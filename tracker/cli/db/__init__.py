"""Commands on the database as a whole."""

import click

from tracker.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    package="tracker.cli.db",
    summaries={
        "upgrade": "Bring the database up to date, after a backup.",
        "downgrade": "Take the database back to an earlier revision, after a backup.",
        "current": "Show which revision the database is at.",
        "backup": "Copy the database while it stays in use.",
        "reindex": "Make the index anew that claims are searched by.",
        "check": "Check that the database is whole and up to date.",
    },
)
def db() -> None:
    """Make, update, check and back up the database."""
