"""tracker claim show."""

from collections.abc import Iterator

import click
from sqlalchemy.orm import Session

from tracker.cli.opening import reading
from tracker.config import Settings
from tracker.domain import workflow
from tracker.domain.clock import now
from tracker.domain.readiness import Policy
from tracker.models import Claim
from tracker.services import queries
from tracker.services.editing import claim_fields
from tracker.services.reviewing import readiness, revisions


@click.command("show")
@click.argument("claim_id", type=int)
def show(claim_id: int) -> None:
    """Show one claim, the versions of its report, and what the rules of reports find."""
    policy = Policy.of(Settings.from_environ())
    with reading() as session:
        claim = queries.claim(session, claim_id)
        for line in _lines(session, claim, policy):
            click.echo(line)


def _lines(session: Session, claim: Claim, policy: Policy) -> Iterator[str]:
    yield f"Claim {claim.id}: {claim.wording}"
    yield f"  stage: {claim.stage.label}"
    for name, words in claim_fields.shown(claim).items():
        if words and name != "wording":
            yield f"  {name.removesuffix('_id')}: {words}"
    for version in revisions.of_claim(session, claim.id):
        yield f"  version {version.number}: {version.stage.label}, {version.visible_from:%Y-%m-%d}"
    facts = readiness.gather(session, claim, policy=policy, at=now())
    yield f"  independent sources: {facts.independent_sources} of {policy.minimum_sources}"
    for finding in readiness.findings(session, claim, policy=policy, at=now()):
        yield f"  {finding.severity}: {finding.field}: {finding.message}"
    moves = [step.to.value for step in workflow.STEPS if step.start is claim.stage]
    yield f"  may go to: {', '.join(moves)}"
