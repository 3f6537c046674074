"""tracker account add."""

import click

from tracker.cli.choices import WordChoice
from tracker.cli.opening import operator, writing
from tracker.cli.passwords import make_password
from tracker.domain.clock import now
from tracker.domain.vocabulary import Role
from tracker.services.members import accounts


@click.command("add")
@click.argument("email")
@click.option("--name", required=True, help="As pages and the history show it.")
@click.option("--role", required=True, type=WordChoice(Role), help="What the member may do.")
def add(email: str, name: str, role: Role) -> None:
    """Add a member; the password is shown once."""
    password = make_password()
    with writing() as session:
        account = accounts.create(
            session,
            email=email,
            name=name,
            role=role,
            password=password,
            actor=operator(),
            at=now(),
        )
        session.commit()
    click.echo(f"{account.name} ({account.role.label}) signs in as {account.email} with {password}")
