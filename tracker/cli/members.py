"""As which member a command acts: what the command line does, somebody must answer for."""

from collections.abc import Callable
from typing import Any

import click
from sqlalchemy.orm import Session

from tracker.cli.lazy import Refusal
from tracker.domain.actors import Actor
from tracker.services.members import accounts, desks


def acts_as_member(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give the command the option ``--as``, handed over as ``email``."""
    return click.option(
        "--as",
        "email",
        required=True,
        envvar="TRACKER_MEMBER",
        metavar="EMAIL",
        help="The member who acts; the history names them. Also: TRACKER_MEMBER.",
    )(command)


def member(session: Session, email: str, claim_id: int) -> Actor:
    """Return the member who acts, in the role that they have on the desk of the claim.

    Whoever may not sign in may not act here either.
    """
    account = accounts.by_email(session, email)
    if not account.is_active or account.is_demonstration:
        raise Refusal(f"{account.name} may not sign in, and so cannot act")
    return desks.on_claim(session, accounts.as_actor(account), claim_id)
