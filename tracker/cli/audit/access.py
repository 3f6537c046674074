"""tracker audit access."""

import click

from tracker.cli.opening import reading
from tracker.config import Settings
from tracker.web import create_app
from tracker.web.gates.authorization import document


@click.command("access")
def access() -> None:
    """Print who may call which address, as docs/authorization.md holds it."""
    with reading():
        app = create_app(Settings.from_environ())
    click.echo(document(app), nl=False)
