"""Tokens for programs: made, found again, listed and revoked; only their hashes are kept."""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from tracker.domain.actors import Actor
from tracker.domain.errors import InvalidEdit, NotFound
from tracker.domain.scopes import Scope, may_grant
from tracker.domain.vocabulary import Role
from tracker.models import Account, Token
from tracker.services.members import accounts
from tracker.services.trail import history

#: By this beginning, scanners for leaked secrets know our tokens.
PREFIX = "trk_"
TOKEN_BYTES = 32
#: How much of a token its owner sees again.
SHOWN = 10
LONGEST_DAYS = 365
USUAL_DAYS = 90
NAME_MAX = 100
#: When a token was last used is written no more often than this: it costs a transaction.
USED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Bearer:
    """The one who stands behind a token, and what the token allows."""

    actor: Actor
    token_id: int
    scopes: frozenset[Scope]
    is_due: bool


def create(
    session: Session,
    account: Account,
    *,
    name: str,
    scopes: Collection[Scope],
    days: int,
    actor: Actor,
    at: datetime,
) -> tuple[Token, str]:
    """Make a token for a member, and return it with its secret, which nobody can show again.

    Members make tokens for themselves, the machine for anybody. Raises InvalidEdit for a name,
    a lifetime in days or a scope that does not do.
    """
    if not actor.is_machine and actor.account_id != account.id:
        raise InvalidEdit("name", "members make tokens for themselves only")
    name = " ".join(name.split())
    _check(accounts.as_actor(account), name, scopes, days)
    secret = PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    token = Token(
        account_id=account.id,
        name=name,
        token_hash=_hash(secret),
        beginning=secret[:SHOWN],
        scopes=sorted(scope.value for scope in scopes),
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    session.add(token)
    session.flush()
    changes = {
        "name": (None, name),
        "scopes": (None, token.scopes),
        "expires_at": (None, token.expires_at),
    }
    history.record(session, "token.created", ("token", token.id), changes, actor=actor, at=at)
    return token, secret


def find(session: Session, secret: str, *, at: datetime) -> Bearer | None:
    """Return who stands behind the secret, or None where it is unknown, revoked or expired."""
    token = session.scalar(
        select(Token)
        .join(Token.account)
        .options(joinedload(Token.account))
        .where(
            Token.token_hash == _hash(secret),
            Token.revoked_at.is_(None),
            Token.expires_at > at,
            Account.is_active,
        )
    )
    if token is None:
        return None
    used = token.last_used_at
    return Bearer(
        actor=accounts.as_actor(token.account),
        token_id=token.id,
        scopes=frozenset(Scope(word) for word in token.scopes),
        is_due=used is None or at - used >= USED_EVERY,
    )


def touch(session: Session, token_id: int, *, at: datetime) -> None:
    """Note that the token was used."""
    session.execute(update(Token).where(Token.id == token_id).values(last_used_at=at))


def of(session: Session, account_id: int | None = None) -> Sequence[Token]:
    """Return the tokens of a member, or everybody's, that are not revoked, the newest first."""
    statement = select(Token).options(joinedload(Token.account)).where(Token.revoked_at.is_(None))
    if account_id is not None:
        statement = statement.where(Token.account_id == account_id)
    return session.scalars(statement.order_by(Token.id.desc())).all()


def revoke(session: Session, token_id: int, *, actor: Actor, at: datetime) -> None:
    """End a token from the next request on: its owner, an administrator or the machine may.

    Raises NotFound for a token that the actor may not know of.
    """
    token = session.get(Token, token_id)
    may_know = actor.is_machine or actor.may(Role.ADMIN)
    if token is None or not (may_know or token.account_id == actor.account_id):
        raise NotFound("you have no token with the number %(number)d", number=token_id)
    if token.revoked_at is None:
        token.revoked_at = at
        session.flush()
        changes = {"revoked_at": (None, at)}
        history.record(session, "token.revoked", ("token", token.id), changes, actor=actor, at=at)


def _check(owner: Actor, name: str, scopes: Collection[Scope], days: int) -> None:
    if not 0 < len(name) <= NAME_MAX:
        raise InvalidEdit(
            "name",
            "say what the token is for, in at most %(most)s characters",
            most=NAME_MAX,
        )
    if not 0 < days <= LONGEST_DAYS:
        raise InvalidEdit("days", "a token lives from 1 to %(most)s days", most=LONGEST_DAYS)
    if not scopes:
        raise InvalidEdit("scopes", "choose what the token allows")
    refused = [scope.value for scope in sorted(scopes) if not may_grant(owner, scope)]
    if refused:
        raise InvalidEdit(
            "scopes", "your own role does not reach to: %(value)s", value=", ".join(refused)
        )


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
