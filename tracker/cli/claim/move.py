"""tracker claim move."""

from datetime import UTC, datetime

import click
from sqlalchemy.orm import Session

from tracker.cli.choices import WordChoice
from tracker.cli.lazy import Refusal
from tracker.cli.members import acts_as_member, member
from tracker.cli.opening import writing
from tracker.config import Settings
from tracker.domain.actors import Actor
from tracker.domain.clock import now
from tracker.domain.errors import TrackerError
from tracker.domain.readiness import Policy
from tracker.domain.vocabulary import Checkability, Stage
from tracker.domain.workflow import IN_FORCE
from tracker.services import queries
from tracker.services.reviewing import review


@click.command("move")
@click.argument("claim_ids", type=int, nargs=-1, required=True)
@click.option("--to", required=True, type=WordChoice(Stage), help="The stage to move to.")
@click.option("--note", default="", help="Why; some moves ask for it.")
@click.option("--checkability", type=WordChoice(Checkability), help="What kind of statement it is.")
@click.option(
    "--embargo-until",
    type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d"]),
    help="Hold the report back until this moment, UTC.",
)
@acts_as_member
def move(
    claim_ids: tuple[int, ...],
    *,
    to: Stage,
    note: str,
    checkability: Checkability | None,
    embargo_until: datetime | None,
    email: str,
) -> None:
    """Move claims to another stage; each that may not go is named with the reason."""
    if embargo_until is not None and to not in IN_FORCE:
        raise Refusal("only a report that goes out can be held back")
    refused = 0
    with writing() as session:
        for claim_id in claim_ids:
            actor = member(session, email, claim_id)
            try:
                with session.begin_nested():
                    _move(session, claim_id, to, (note, checkability, embargo_until), actor=actor)
                click.echo(f"claim {claim_id} is {to.label.lower()} now")
            except TrackerError as error:
                refused += 1
                click.echo(f"claim {claim_id}: {error}", err=True)
        session.commit()
    if refused:
        raise Refusal(f"{refused} of {len(claim_ids)} claims were not moved")


def _move(
    session: Session,
    claim_id: int,
    to: Stage,
    said: tuple[str, Checkability | None, datetime | None],
    *,
    actor: Actor,
) -> None:
    note, checkability, until = said
    claim, policy = queries.claim(session, claim_id), Policy.of(Settings.from_environ())
    if until is None:
        review.advance(
            session,
            claim,
            to,
            actor=actor,
            at=now(),
            note=note,
            checkability=checkability,
            policy=policy,
        )
        return
    moment = until.replace(tzinfo=UTC)
    review.publish(
        session, claim, actor=actor, at=now(), embargo_until=moment, note=note, policy=policy
    )
