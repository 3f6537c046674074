"""tracker speaker erase."""

import click

from tracker.cli.erasing import erase as erase_record
from tracker.cli.erasing import erases
from tracker.cli.opening import writing
from tracker.models import Speaker
from tracker.services.erasing.redactions import RedactionDraft
from tracker.services.lookup import fetch


@click.command("erase")
@click.argument("speaker_id", type=int)
@erases
def erase(speaker_id: int, reason: str, words: tuple[str, ...]) -> None:
    """Erase what is kept of a speaker, for ever; what they said stays."""
    with writing() as session:
        speaker = fetch(session, Speaker, speaker_id)
        erase_record(session, speaker, RedactionDraft(reason, words))
    click.echo(f"Speaker {speaker_id} is erased.")
