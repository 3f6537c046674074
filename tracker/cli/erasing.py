"""What the commands that erase a claim or a speaker share."""

from collections.abc import Callable
from typing import Any

import click
from sqlalchemy.orm import Session

from tracker.cli.opening import current_settings, operator
from tracker.domain.clock import now
from tracker.models import Claim, Speaker
from tracker.services.erasing import redactions
from tracker.services.erasing.redactions import RedactionDraft
from tracker.web.background import worker

_OPTIONS = (
    click.option("--reason", required=True, help="Why, without the words; it is kept."),
    click.option(
        "--word",
        "words",
        multiple=True,
        help="A name or phrase that goes wherever it stands, beside those that the record tells.",
    ),
    click.option(
        "--without-second-administrator",
        "alone",
        is_flag=True,
        required=True,
        help="Say that you do alone what two administrators do in the browser.",
    ),
)


def erases(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that every erasure has."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def erase(session: Session, record: Claim | Speaker, draft: RedactionDraft, **options: Any) -> None:
    """Erase the record and the words that it tells, clear the files away, and say so."""
    if not options.get("alone"):
        raise click.UsageError("say --without-second-administrator")
    settings = current_settings()
    words = dict.fromkeys((*redactions.suggest(session, record), *draft.words))
    traces = redactions.erase_at_once(
        session,
        record,
        RedactionDraft(draft.reason, tuple(words), draft.public_note),
        folder=settings.originals_dir,
        actor=operator(),
        at=now(),
    )
    session.commit()
    exports_dir = worker.exports_dir(settings)
    redactions.clear_away(
        session, traces, originals_dir=settings.originals_dir, exports_dir=exports_dir
    )
    click.echo(f"{len(words)} names and phrases are blacked out wherever they stood.")
    click.echo("Copies of the database still hold what they held; write the public site anew.")
