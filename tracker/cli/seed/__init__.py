"""Commands on the demonstration newsroom."""

import click

from tracker.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    package="tracker.cli.seed",
    summaries={
        "load": "Load the demonstration newsroom; loading again changes nothing.",
        "remove": "Take the demonstration away; what people added stays.",
    },
)
def seed() -> None:
    """Load or remove the demonstration newsroom."""
