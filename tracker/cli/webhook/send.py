"""tracker webhook send."""

import click

from tracker.cli.opening import reading
from tracker.config import Settings
from tracker.web import create_app
from tracker.web.background import messenger


@click.command("send")
def send() -> None:
    """Send what waits now, then stop; for installations that serve the pages elsewhere."""
    with reading():
        app = create_app(Settings.from_environ())
    sent = 0
    while messenger.send_once(app):
        sent += 1
    click.echo(f"{sent} sent or tried.")
