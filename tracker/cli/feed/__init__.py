"""Commands on the feeds that are watched for articles."""

import click

from tracker.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    package="tracker.cli.feed",
    summaries={
        "add": "Watch an RSS or Atom feed.",
        "list": "List the feeds, and when each was checked.",
        "check": "Bring in what is new in the feeds that are due, or in those that are named.",
        "pause": "Stop watching a feed, or watch it again.",
    },
)
def feed() -> None:
    """Watch feeds: each new entry comes in as an article."""
