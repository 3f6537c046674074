"""tracker audit verify."""

import click

from tracker.cli.lazy import Refusal
from tracker.cli.opening import reading
from tracker.services import history


@click.command("verify")
def verify() -> None:
    """Check every seal of the history, from the first event to the last."""
    with reading() as session:
        sound, broken = history.verify(session)
    if broken is not None:
        raise Refusal(
            f"the history breaks at event {broken.event_id}, after {sound} sound ones: "
            f"{broken.reason}"
        )
    click.echo(f"The history is sound: {sound} events, every seal holds.")
