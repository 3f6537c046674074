"""tracker token add."""

import click

from tracker.cli.choices import WordChoice
from tracker.cli.opening import operator, writing
from tracker.domain.clock import now
from tracker.domain.scopes import Scope
from tracker.services.members import accounts, tokens


@click.command("add")
@click.argument("email")
@click.option("--name", required=True, help="What it is for.")
@click.option("--scope", "scopes", multiple=True, required=True, type=WordChoice(Scope))
@click.option("--days", default=tokens.USUAL_DAYS, show_default=True, help="How long it lives.")
def add(email: str, name: str, scopes: tuple[Scope, ...], days: int) -> None:
    """Make a token that acts for a member; it is shown once."""
    with writing() as session:
        account = accounts.by_email(session, email)
        _token, secret = tokens.create(
            session,
            account,
            name=name,
            scopes=frozenset(scopes),
            days=days,
            actor=operator(),
            at=now(),
        )
        session.commit()
    click.echo(secret)
