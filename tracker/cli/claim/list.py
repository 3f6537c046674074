"""tracker claim list."""

from typing import Any

import click
from rich.console import Console
from rich.table import Table

from tracker.cli.choices import require_known, selects_claims
from tracker.cli.opening import reading
from tracker.domain.commands import Selection
from tracker.services.listing import finding


@click.command("list")
@selects_claims
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
def list_claims(limit: int, **wanted: Any) -> None:
    """List claims, the newest first."""
    selection = Selection(**wanted)
    table = Table("No.", "Stage", "Verdict", "Speaker", "Claim", box=None, pad_edge=False)
    with reading() as session:
        require_known(session, selection)
        for row in finding.find(session, selection, limit=limit).rows:
            verdict = row.content_verdict.label
            table.add_row(str(row.id), row.stage.label, verdict, row.speaker or "", row.wording)
    Console().print(table)
