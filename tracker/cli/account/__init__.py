"""Commands on the members of the newsroom."""

import click

from tracker.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    package="tracker.cli.account",
    summaries={
        "add": "Add a member; the password is shown once.",
        "invite": "Print a link with which somebody becomes a member; it opens once, within a day.",
        "list": "List the members.",
        "reset-password": "Give a member a new password; it is shown once.",
        "role": "Give a member another role; their sign-ins end.",
        "reset-second-factor": "Take away a second factor whose phone is lost; the sign-ins end.",
        "deactivate": "Keep a member from signing in; the history keeps the name.",
        "activate": "Let a member sign in again.",
        "erase": "Erase the name and address of a member, for ever.",
    },
)
def account() -> None:
    """Add and manage the members of the newsroom."""
