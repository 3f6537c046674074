"""tracker account role."""

import click

from tracker.cli.choices import WordChoice
from tracker.cli.opening import operator, writing
from tracker.domain.clock import now
from tracker.domain.vocabulary import Role
from tracker.services.members import accounts, desks


@click.command("role")
@click.argument("email")
@click.argument("role", type=WordChoice(Role))
@click.option("--desk", metavar="SLUG", help="Only on this desk, beside the role in the house.")
def change_role(email: str, role: Role, desk: str | None) -> None:
    """Give a member another role; their sign-ins end."""
    with writing() as session:
        account = accounts.by_email(session, email)
        if desk is None:
            accounts.change_role(session, account, role, actor=operator(), at=now())
        else:
            number = desks.by_slug(session, desk).id
            desks.give_role(session, account, number, role, actor=operator(), at=now())
            accounts.end_sign_ins(session, account.id, at=now())
        session.commit()
    click.echo(f"{account.name} is {role.label}{f' on the desk {desk}' if desk else ''} now.")
