"""tracker claim propose."""

import click

from tracker.cli.choices import WordChoice
from tracker.cli.members import acts_as_member, member
from tracker.cli.opening import writing
from tracker.config import Settings
from tracker.domain.clock import now
from tracker.domain.readiness import Policy
from tracker.domain.report_words import AmendmentKind, CorrectionKind
from tracker.services.reviewing import amendments


@click.command("propose")
@click.argument("claim_id", type=int)
@click.argument("kind", type=WordChoice(AmendmentKind))
@click.option("--note", required=True, help="What readers will be told.")
@click.option("--as-a", "correction", type=WordChoice(CorrectionKind), help="What change it is.")
@acts_as_member
def propose(
    claim_id: int, kind: AmendmentKind, note: str, correction: CorrectionKind | None, email: str
) -> None:
    """Propose a correction or a retraction; another member must confirm it."""
    with writing() as session:
        proposed = amendments.propose(
            session,
            claim_id,
            kind,
            public_note=note,
            correction=correction,
            actor=member(session, email, claim_id),
            at=now(),
            policy=Policy.of(Settings.from_environ()),
        )
        session.commit()
    click.echo(f"proposal {proposed.id} for claim {claim_id} waits for another member")
