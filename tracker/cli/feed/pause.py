"""tracker feed pause."""

import click

from tracker.cli.opening import operator, writing
from tracker.domain.clock import now
from tracker.services.articles import feeds


@click.command("pause")
@click.argument("feed_id", type=int)
@click.option("--resume", is_flag=True, help="Watch it again.")
def pause(feed_id: int, *, resume: bool) -> None:
    """Stop watching a feed, or watch it again."""
    with writing() as session:
        feeds.switch(session, feed_id, is_active=resume, actor=operator(), at=now())
        session.commit()
    click.echo(f"Feed {feed_id} is {'watched' if resume else 'paused'}.")
