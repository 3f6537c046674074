"""Commands on claims: what the claim's page does, by the same services and the same table."""

import click

from tracker.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    package="tracker.cli.claim",
    summaries={
        "list": "List claims, the newest first.",
        "show": "Show one claim, the versions of its report, and what the rules of reports find.",
        "edit": "Write fields of a claim, such as --set content_verdict=false.",
        "assign": "Give a claim to the member with the address EMAIL to check.",
        "move": "Move claims to another stage; each that may not go is named with the reason.",
        "propose": "Propose a correction or a retraction; another member must confirm it.",
        "confirm": "Confirm what another member proposed for the report of a claim.",
        "decline": "Decline what was proposed for the report of a claim.",
        "erase": "Erase a claim, its evidence and its reports, for ever; the number stays.",
    },
)
def claim() -> None:
    """Work on claims as a member of the newsroom."""
