"""tracker claim assign."""

from dataclasses import replace

import click

from tracker.cli.members import acts_as_member, member
from tracker.cli.opening import writing
from tracker.domain.clock import now
from tracker.services import queries
from tracker.services.editing import claim_fields, claims
from tracker.services.members import accounts


@click.command("assign")
@click.argument("claim_id", type=int)
@click.argument("to", metavar="EMAIL")
@acts_as_member
def assign(claim_id: int, to: str, email: str) -> None:
    """Give a claim to the member with the address EMAIL to check."""
    with writing() as session:
        actor = member(session, email, claim_id)
        checker = accounts.by_email(session, to)
        claim = queries.claim(session, claim_id)
        edit = replace(claim_fields.edit_of(claim), assignee_id=checker.id)
        claims.revise(session, claim_id, edit, actor=actor, at=now())
        session.commit()
    click.echo(f"{checker.name} checks claim {claim_id}")
