"""tracker claim decline."""

import click

from tracker.cli.lazy import Refusal
from tracker.cli.members import acts_as_member, member
from tracker.cli.opening import writing
from tracker.domain.clock import now
from tracker.services.reviewing import amendment_log, amendments


@click.command("decline")
@click.argument("claim_id", type=int)
@click.option("--note", required=True, help="Why not.")
@acts_as_member
def decline(claim_id: int, note: str, email: str) -> None:
    """Decline what was proposed for the report of a claim.

    Whoever proposed it may withdraw it so. Where nothing is proposed, an editor gives up the
    correction that is under way.
    """
    with writing() as session:
        actor = member(session, email, claim_id)
        waiting = amendment_log.waiting(session, claim_id)
        if waiting is None:
            waiting = amendment_log.under_way(session, claim_id)
        if waiting is None:
            raise Refusal(f"nothing is proposed for claim {claim_id}")
        amendments.decline(session, claim_id, waiting.id, actor=actor, at=now(), note=note)
        session.commit()
    click.echo(f"declined; the report of claim {claim_id} stays as it is")
