"""tracker audit access."""

import click

from tracker.cli.opening import current_settings
from tracker.web import create_app
from tracker.web.authorization import document


@click.command("access")
def access() -> None:
    """Print who may call which address, as docs/authorization.md holds it."""
    click.echo(document(create_app(current_settings())), nl=False)
