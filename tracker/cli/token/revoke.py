"""tracker token revoke."""

import click

from tracker.cli.opening import operator, writing
from tracker.domain.clock import now
from tracker.services.members import tokens


@click.command("revoke")
@click.argument("number", type=int)
def revoke(number: int) -> None:
    """End the token with this number, from the next request on."""
    with writing() as session:
        tokens.revoke(session, number, actor=operator(), at=now())
        session.commit()
    click.echo(f"Token {number} is revoked.")
