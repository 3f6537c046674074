"""Commands on the history."""

import click

from tracker.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    package="tracker.cli.audit",
    summaries={
        "verify": "Check every seal of the history, from the first event to the last.",
        "access": "Print who may call which address, as docs/authorization.md holds it.",
    },
)
def audit() -> None:
    """Check the history."""
