"""Commands on webhooks."""

import click

from tracker.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    package="tracker.cli.webhook",
    summaries={
        "list": "List the webhooks by name.",
        "send": "Send what waits now, then stop; for installations that serve the pages elsewhere.",
    },
)
def webhook() -> None:
    """Send what waits for webhooks; tracker run does so by itself."""
