"""tracker webhook list."""

import click

from tracker.cli.opening import reading
from tracker.services.hooks import webhooks


@click.command("list")
def list_webhooks() -> None:
    """List the webhooks by name."""
    with reading() as session:
        for one in webhooks.every(session):
            state = "on" if one.is_active else f"off {one.stopped_because}".strip()
            click.echo(f"{one.id}\t{one.name}\t{one.url}\t{','.join(one.events)}\t{state}")
