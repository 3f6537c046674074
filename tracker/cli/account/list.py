"""tracker account list."""

import click
from rich.console import Console
from rich.table import Table

from tracker.cli.opening import reading
from tracker.services.members import accounts


@click.command("list")
def list_accounts() -> None:
    """List the members."""
    table = Table("Name", "Address", "Role", "May sign in", box=None, pad_edge=False)
    with reading() as session:
        for account in accounts.every(session):
            may = "no" if account.is_demonstration or not account.is_active else "yes"
            table.add_row(account.name, account.email, account.role.label, may)
    Console().print(table)
