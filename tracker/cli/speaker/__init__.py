"""Commands on speakers."""

import click

from tracker.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    package="tracker.cli.speaker",
    summaries={"erase": "Erase what is kept of a speaker, for ever; what they said stays."},
)
def speaker() -> None:
    """Look after the speakers."""
