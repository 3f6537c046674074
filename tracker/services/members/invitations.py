"""Links that open once: an invitation to become a member, or to choose a new password.

There is no mail: an administrator copies the link and hands it over. The database keeps a hash
of it, so that nobody who reads the database can use it.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.errors import InvalidEdit, NotFound
from tracker.domain.vocabulary import Role
from tracker.models import Account, Invitation
from tracker.services.members import accounts
from tracker.services.trail import history

LIFETIME = timedelta(hours=24)
TOKEN_BYTES = 24


def invite(session: Session, email: str, role: Role, *, actor: Actor, at: datetime) -> str:
    """Invite somebody, and return the token of the link; an earlier link for them dies."""
    actor.require(Role.ADMIN)
    email = accounts.normalise(email)
    accounts.check_email(session, email)
    return _make(session, Invitation(email=email, role=role), actor=actor, at=at)


def offer_password(session: Session, account: Account, *, actor: Actor, at: datetime) -> str:
    """Return the token of a link with which a member chooses a new password.

    The password they have counts until then; a second factor is asked for all the same.
    """
    actor.require(Role.ADMIN)
    if not account.is_active:
        raise InvalidEdit("is_active", "let this member sign in again first")
    link = Invitation(email=account.email, role=account.role, account_id=account.id)
    return _make(session, link, actor=actor, at=at)


def find(session: Session, token: str, *, at: datetime) -> Invitation:
    """Return the invitation behind a link, or raise NotFound where it opens nothing any more."""
    found = session.scalar(
        select(Invitation)
        .where(
            Invitation.token_hash == _hash(token),
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > at,
        )
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("this link was used, withdrawn or is too old; ask for another")
    return found


def accept(session: Session, token: str, *, name: str = "", password: str, at: datetime) -> Account:
    """Use the link: become a member under ``name``, or choose a new password; return who it is.

    Raises NotFound for a link that opens nothing, InvalidEdit for a name or password that does
    not do, and then the link still opens.
    """
    history.take_turn(session)
    link = find(session, token, at=at)
    if link.account_id is None:
        account = accounts.make(
            session, email=link.email, name=name, role=link.role, password=password, at=at
        )
        accounts.record_birth(session, account, actor=accounts.as_actor(account), at=at)
    else:
        account = accounts.get(session, link.account_id)
        actor = accounts.as_actor(account)
        accounts.set_password(session, account, password, actor=actor, at=at)
    link.used_at = at
    session.flush()
    return account


def withdraw(session: Session, invitation_id: int, *, actor: Actor, at: datetime) -> None:
    """Make a link open nothing any more."""
    actor.require(Role.ADMIN)
    link = session.get(Invitation, invitation_id)
    if link is None or link.used_at is not None:
        raise NotFound(
            "there is no open invitation with the number %(number)d", number=invitation_id
        )
    if link.withdrawn_at is None:
        link.withdrawn_at = at
        session.flush()
        subject = ("invitation", link.id)
        history.record(session, "invitation.withdrawn", subject, {}, actor=actor, at=at)


def pending(session: Session, *, at: datetime) -> Sequence[Invitation]:
    """Return the links that still open, the newest first."""
    return session.scalars(
        select(Invitation)
        .where(
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > at,
        )
        .order_by(Invitation.id.desc())
    ).all()


def _make(session: Session, link: Invitation, *, actor: Actor, at: datetime) -> str:
    history.take_turn(session)
    session.execute(
        update(Invitation)
        .where(
            Invitation.email == link.email,
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=at)
    )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link.token_hash, link.created_by_id = _hash(token), actor.account_id
    link.created_at, link.expires_at = at, at + LIFETIME
    session.add(link)
    session.flush()
    if link.account_id is None:
        changes = {"email": (None, link.email), "role": (None, link.role)}
        subject = ("invitation", link.id)
        history.record(session, "invitation.made", subject, changes, actor=actor, at=at)
    else:
        subject = ("account", link.account_id)
        history.record(session, "account.password_offered", subject, {}, actor=actor, at=at)
    return token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
