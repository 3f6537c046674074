"""tracker account activate."""

import click

from tracker.cli.opening import operator, writing
from tracker.domain.clock import now
from tracker.services.members import accounts


@click.command("activate")
@click.argument("email")
def activate(email: str) -> None:
    """Let a member sign in again."""
    with writing() as session:
        account = accounts.by_email(session, email)
        accounts.activate(session, account, actor=operator(), at=now())
        session.commit()
    click.echo(f"{account.name} may sign in again.")
