"""tracker account deactivate."""

import click

from tracker.cli.opening import operator, writing
from tracker.domain.clock import now
from tracker.services.members import accounts


@click.command("deactivate")
@click.argument("email")
def deactivate(email: str) -> None:
    """Keep a member from signing in; the history keeps the name."""
    with writing() as session:
        account = accounts.by_email(session, email)
        accounts.deactivate(session, account, actor=operator(), at=now())
        session.commit()
    click.echo(f"{account.name} can no longer sign in.")
