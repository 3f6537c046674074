"""tracker feed list."""

import click
from rich.console import Console
from rich.table import Table

from tracker.cli.opening import reading
from tracker.services.articles import feeds


@click.command("list")
def list_feeds() -> None:
    """List the feeds, and when each was checked."""
    table = Table("No.", "Feed", "Every", "Checked", "State", box=None, pad_edge=False)
    with reading() as session:
        for feed in feeds.every(session):
            checked = f"{feed.checked_at:%Y-%m-%d %H:%M}" if feed.checked_at else "never"
            state = feed.problem or ("watched" if feed.is_active else "paused")
            minutes = f"{feed.interval_minutes} min"
            table.add_row(str(feed.id), feed.title or feed.url, minutes, checked, state)
    Console().print(table)
