"""tracker account reset-password."""

import click

from tracker.cli.opening import operator, writing
from tracker.cli.passwords import make_password
from tracker.domain.clock import now
from tracker.services.members import accounts


@click.command("reset-password")
@click.argument("email")
def reset_password(email: str) -> None:
    """Give a member a new password; it is shown once."""
    password = make_password()
    with writing() as session:
        account = accounts.by_email(session, email)
        accounts.reset_password(session, account, password, actor=operator(), at=now())
        session.commit()
    click.echo(f"{account.name} signs in as {account.email} with {password}")
