"""tracker account reset-second-factor."""

import click

from tracker.cli.opening import operator, writing
from tracker.domain.clock import now
from tracker.services.members import accounts, second_factors


@click.command("reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Take away a second factor whose phone is lost; the sign-ins end."""
    with writing() as session:
        account = accounts.by_email(session, email)
        second_factors.remove(session, account, actor=operator(), at=now())
        accounts.end_sign_ins(session, account.id, at=now())
        session.commit()
    click.echo(f"{account.name} signs in with the password alone, and can set up another phone.")
