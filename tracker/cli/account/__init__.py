"""Commands on the members of the newsroom."""

import click

from tracker.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    package="tracker.cli.account",
    summaries={
        "add": "Add a member; the password is shown once.",
        "list": "List the members.",
        "reset-password": "Give a member a new password; it is shown once.",
        "deactivate": "Keep a member from signing in; the history keeps the name.",
    },
)
def account() -> None:
    """Add and manage the members of the newsroom."""
