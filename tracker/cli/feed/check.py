"""tracker feed check."""

import click

from tracker.cli.lazy import Refusal
from tracker.cli.opening import operator, writing
from tracker.config import Settings
from tracker.domain.clock import now
from tracker.domain.vocabulary import EntryState
from tracker.services.articles import feeds

SOME_FAILED = 1


@click.command("check")
@click.argument("feed_ids", nargs=-1, type=int)
@click.pass_context
def check(ctx: click.Context, feed_ids: tuple[int, ...]) -> None:
    """Bring in what is new in the feeds that are due, or in those that are named.

    The exit code is 1 where something could not be fetched or read.
    """
    settings, failed = Settings.from_environ(), 0
    if not settings.fetch:
        raise Refusal("this newsroom does not fetch pages (TRACKER_FETCH)")
    with writing() as session:
        for feed_id in feed_ids or feeds.due(session, at=now()):
            for outcome in feeds.check(
                session,
                feed_id,
                actor=operator(),
                at=now(),
                originals_dir=settings.originals_dir,
            ):
                session.commit()
                failed += outcome.state is EntryState.FAILED
                reason = f": {outcome.reason}" if outcome.reason else ""
                click.echo(f"{outcome.state.label}: {outcome.title}{reason}")
            session.commit()
    ctx.exit(SOME_FAILED if failed else 0)
