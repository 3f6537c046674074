"""tracker claim erase."""

import click

from tracker.cli.erasing import erase as erase_record
from tracker.cli.erasing import erases
from tracker.cli.opening import writing
from tracker.services.editing import claims
from tracker.services.erasing.redactions import RedactionDraft


@click.command("erase")
@click.argument("claim_id", type=int)
@click.option("--public-note", default="", help="What readers are told in place of the report.")
@erases
def erase(claim_id: int, public_note: str, reason: str, words: tuple[str, ...]) -> None:
    """Erase a claim, its evidence and its reports, for ever; the number stays."""
    with writing() as session:
        draft = RedactionDraft(reason, words, public_note)
        erase_record(session, claims.get(session, claim_id), draft)
    click.echo(f"Claim {claim_id} is erased.")
