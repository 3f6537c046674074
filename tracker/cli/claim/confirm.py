"""tracker claim confirm."""

import click

from tracker.cli.lazy import Refusal
from tracker.cli.members import acts_as_member, member
from tracker.cli.opening import writing
from tracker.config import Settings
from tracker.domain.clock import now
from tracker.domain.readiness import Policy
from tracker.services.reviewing import amendment_log, amendments


@click.command("confirm")
@click.argument("claim_id", type=int)
@acts_as_member
def confirm(claim_id: int, email: str) -> None:
    """Confirm what another member proposed for the report of a claim."""
    policy = Policy.of(Settings.from_environ())
    with writing() as session:
        actor = member(session, email, claim_id)
        waiting = amendment_log.waiting(session, claim_id)
        if waiting is None:
            raise Refusal(f"nothing is proposed for claim {claim_id}")
        claim = amendments.confirm(
            session, claim_id, waiting.id, actor=actor, at=now(), policy=policy
        )
        session.commit()
    click.echo(f"claim {claim_id} is {claim.stage.label.lower()} now")
