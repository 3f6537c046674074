"""tracker account erase."""

import click

from tracker.cli.erasing import alone
from tracker.cli.opening import operator, writing
from tracker.domain.clock import now
from tracker.services.erasing import erasure
from tracker.services.members import accounts


@click.command("erase")
@click.argument("email")
@click.option("--reason", required=True, help="Why, without naming the person; it is kept.")
@alone
def erase(email: str, reason: str) -> None:
    """Erase the name and address of a member, for ever."""
    with writing() as session:
        account = accounts.by_email(session, email)
        erasure.erase_at_once(session, account, reason, actor=operator(), at=now())
        session.commit()
    click.echo(f"Member {account.id} is erased. Copies of the database still hold what they held.")
