"""tracker account invite."""

import click

from tracker.cli.choices import WordChoice
from tracker.cli.opening import current_settings, operator, writing
from tracker.domain.clock import now
from tracker.domain.vocabulary import Role
from tracker.services.members import invitations


@click.command("invite")
@click.argument("email")
@click.option("--role", required=True, type=WordChoice(Role), help="What the member may do.")
def invite(email: str, role: Role) -> None:
    """Print a link with which somebody becomes a member; it opens once, within a day."""
    with writing() as session:
        token = invitations.invite(session, email, role, actor=operator(), at=now())
        session.commit()
    click.echo(f"{current_settings().base_url}/join/{token}")
