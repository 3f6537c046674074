"""Commands on claims: what the claim's page does, by the same services and the same table."""

import click

from tracker.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    package="tracker.cli.claim",
    summaries={
        "list": "List claims.",
        "show": "Show one claim, what is open for it, and what is missing.",
        "edit": "Write fields of a claim.",
        "assign": "Give a claim to a member to check.",
        "move": "Move claims to another stage.",
        "propose": "Propose to correct or retract a report that is out.",
        "confirm": "Confirm what another member proposed for a report.",
        "decline": "Decline what was proposed for a report.",
    },
)
def claim() -> None:
    """Work on claims as a member of the newsroom."""
