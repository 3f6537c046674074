"""What the commands that erase a claim or a speaker share."""

from collections.abc import Callable

import click
from sqlalchemy.orm import Session

from tracker.cli.opening import current_settings, operator
from tracker.domain.clock import now
from tracker.models import Claim, Speaker
from tracker.services.erasing import redactions
from tracker.services.erasing.redactions import RedactionDraft
from tracker.web.background import worker

#: Whoever erases by command says so; nothing else is done with it.
alone = click.option(
    "--without-second-administrator",
    "alone",
    is_flag=True,
    required=True,
    expose_value=False,
    help="Say that you do alone what two administrators do in the browser.",
)

_OPTIONS = (
    click.option("--reason", required=True, help="Why, without the words; it is kept."),
    click.option(
        "--word",
        "words",
        multiple=True,
        help="A name or phrase that goes wherever it stands, beside those that the record tells.",
    ),
    alone,
)


def erases(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that every erasure has."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def erase(session: Session, record: Claim | Speaker, draft: RedactionDraft) -> None:
    """Erase the record and the words that it tells, clear the files away, and say so."""
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
