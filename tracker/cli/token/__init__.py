"""Commands on the tokens of programs."""

import click

from tracker.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    package="tracker.cli.token",
    summaries={
        "add": "Make a token that acts for a member; it is shown once.",
        "list": "List the tokens in use, the newest first.",
        "revoke": "End the token with this number, from the next request on.",
    },
)
def token() -> None:
    """Make and revoke the tokens with which programs ask under /api/v1."""
