"""tracker feed add."""

import click

from tracker.cli.opening import operator, writing
from tracker.domain.clock import now
from tracker.services.articles import feeds


@click.command("add")
@click.argument("url")
@click.option("--every", default=feeds.EVERY, show_default=True, help="Minutes between two checks.")
def add(url: str, every: int) -> None:
    """Watch an RSS or Atom feed."""
    with writing() as session:
        feed = feeds.add(session, url, every=every, actor=operator(), at=now())
        session.commit()
    click.echo(f"Feed {feed.id} is watched every {feed.interval_minutes} minutes.")
