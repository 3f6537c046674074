"""tracker token list."""

import click

from tracker.cli.opening import reading
from tracker.services.members import tokens


@click.command("list")
def list_tokens() -> None:
    """List the tokens in use, the newest first."""
    with reading() as session:
        for token in tokens.of(session):
            used = f"{token.last_used_at:%Y-%m-%d}" if token.last_used_at else "never"
            click.echo(
                f"{token.id}\t{token.beginning}…\t{token.name}\t{token.account.email}\t"
                f"{','.join(token.scopes)}\tuntil {token.expires_at:%Y-%m-%d}\tused {used}"
            )
