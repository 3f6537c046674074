"""Commands on what editors' decisions teach."""

import click

from tracker.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    package="tracker.cli.learning",
    summaries={"export": "Write decided articles as labelled lines, for training and measuring."},
)
def learning() -> None:
    """Learn from what editors accept, decline, correct and add."""
