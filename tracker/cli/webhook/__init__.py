"""Commands on webhooks."""

import click

from tracker.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    package="tracker.cli.webhook",
    summaries={
        "list": "List the webhooks and how they fare.",
        "send": "Send what waits now, then stop.",
    },
)
def webhook() -> None:
    """Send what waits for webhooks; tracker run does so by itself."""
