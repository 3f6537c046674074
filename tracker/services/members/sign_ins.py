"""Signing in: tried, counted when refused, opened, found again and ended.

The browser keeps a random token; the database its hash, so that a stolen copy opens nothing.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.errors import NotFound, TrackerError
from tracker.models import Account, Membership, SecondFactor, SignIn, SignInFailure
from tracker.services.members import accounts, passwords
from tracker.services.trail import history

#: A sign-in ends after this long without a request, and after this long in any case.
IDLE = timedelta(hours=8)
LIFETIME = timedelta(hours=24)
#: When somebody was last seen is written no more often than this: it costs a transaction.
SEEN_EVERY = timedelta(minutes=5)
#: So many failures within the window, for one account or from one address, and no more tries.
FAILURES_MAX = 10
FAILURES_WINDOW = timedelta(minutes=5)
#: Second codes have six digits, so fewer tries.
CODES_MAX = 5
TOKEN_BYTES = 32
DEVICE_MAX = 200


class SignInRefused(TrackerError):
    """The address and the password do not belong together; which is wrong is not said."""


class SignInThrottled(TrackerError):
    """Too many sign-ins failed; ``wait`` says how long to wait."""

    def __init__(self, wait: timedelta) -> None:
        """Remember how long."""
        super().__init__("too many sign-ins failed; wait a few minutes")
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Found:
    """Who stands behind a token; ``is_due`` when it is time to note that they were seen."""

    actor: Actor
    sign_in_id: int
    is_due: bool
    has_second_factor: bool
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Device:
    """A browser in which a member signed in before, as its signed cookie says.

    Its failures are counted for itself alone: somebody who tries passwords from elsewhere cannot
    shut the member out.
    """

    account_id: int
    identity: str


def authenticate(
    session: Session,
    email: str,
    password: str,
    *,
    address: str,
    at: datetime,
    device: Device | None = None,
) -> Account:
    """Return the account that this address and password belong to; only reads.

    Hashing takes its time, so it must not hold SQLite's write lock. ``address`` is where the
    request came from. Raises SignInThrottled or SignInRefused; ``note_failure`` the second.
    """
    account = _account(session, email)
    _throttle(session, _keys(email, account, address=address, device=device), at=at)
    known = passwords.dummy_hash() if account is None else account.password_hash
    fits = passwords.matches(known, password)
    if account is None or not fits or not account.is_active:
        raise SignInRefused("the address or the password is wrong")
    return account


def note_failure(
    session: Session,
    email: str,
    *,
    address: str,
    at: datetime,
    device: Device | None = None,
) -> None:
    """Count a refused sign-in against the account and where it came from, or the device."""
    keys = _keys(email, _account(session, email), address=address, device=device)
    _count(session, keys, at=at)


def throttle_codes(session: Session, account_id: int, *, at: datetime) -> None:
    """Raise SignInThrottled where too many second codes of a member were wrong."""
    _throttle(session, [_key("code", str(account_id))], at=at, most=CODES_MAX)


def throttle_confirmations(session: Session, account_id: int, *, at: datetime) -> None:
    """Raise SignInThrottled where a member confirmed with a wrong password too often."""
    _throttle(session, [_key("confirmation", str(account_id))], at=at)


def note_wrong_confirmation(session: Session, account_id: int, *, at: datetime) -> None:
    """Count a wrong password that was to confirm something."""
    _count(session, [_key("confirmation", str(account_id))], at=at)


def note_wrong_code(session: Session, account_id: int, *, at: datetime) -> None:
    """Count a second code that was wrong."""
    _count(session, [_key("code", str(account_id))], at=at)


def _count(session: Session, keys: Sequence[str], *, at: datetime) -> None:
    session.execute(delete(SignInFailure).where(SignInFailure.failed_at <= at - FAILURES_WINDOW))
    session.add_all(SignInFailure(key_hash=key, failed_at=at) for key in keys)
    session.flush()


def _account(session: Session, email: str) -> Account | None:
    return session.scalar(select(Account).where(Account.email == accounts.normalise(email)))


def begin(session: Session, account_id: int, *, device: str, at: datetime) -> str:
    """Open a sign-in and return its token, which only the browser keeps."""
    account = accounts.get(session, account_id)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        SignIn(
            account_id=account.id,
            token_hash=_token_hash(token),
            device=device[:DEVICE_MAX],
            created_at=at,
            last_seen_at=at,
        )
    )
    failures = _key("account", account.email), _key("code", str(account.id))
    session.execute(delete(SignInFailure).where(SignInFailure.key_hash.in_(failures)))
    actor, subject = accounts.as_actor(account), ("account", account.id)
    history.record(session, "account.signed_in", subject, {}, actor=actor, at=at)
    return token


def find(session: Session, token: str, *, at: datetime) -> Found | None:
    """Return who stands behind the token, or None where it is unknown, ended or too old."""
    rows = session.execute(
        select(SignIn, Account, SecondFactor.account_id, Membership.desk_id, Membership.role)
        .join(Account, Account.id == SignIn.account_id)
        .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
        .outerjoin(Membership, Membership.account_id == Account.id)
        .where(
            SignIn.token_hash == _token_hash(token),
            SignIn.ended_at.is_(None),
            SignIn.last_seen_at > at - IDLE,
            SignIn.created_at > at - LIFETIME,
            Account.is_active,
        )
        .order_by(Membership.desk_id)
    ).all()
    if not rows:
        return None
    opened, account, factor = rows[0][:3]
    desk_roles = tuple((row.desk_id, row.role) for row in rows if row.role is not None)
    return Found(
        replace(accounts.as_actor(account), desk_roles=desk_roles),
        opened.id,
        is_due=at - opened.last_seen_at >= SEEN_EVERY,
        has_second_factor=factor is not None,
        opened_at=opened.created_at,
    )


def touch(session: Session, sign_in_id: int, *, at: datetime) -> None:
    """Note that the sign-in was used, unless it has ended meanwhile."""
    session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None))
        .values(last_seen_at=at)
    )


def counting(session: Session, account_id: int, *, at: datetime) -> Sequence[SignIn]:
    """Return the sign-ins of a member that still count, the last used first."""
    return session.scalars(
        select(SignIn)
        .where(
            SignIn.account_id == account_id,
            SignIn.ended_at.is_(None),
            SignIn.last_seen_at > at - IDLE,
            SignIn.created_at > at - LIFETIME,
        )
        .order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())
    ).all()


def end(session: Session, sign_in_id: int, *, actor: Actor, at: datetime) -> None:
    """End one sign-in of the actor's own; raise NotFound where it is not theirs."""
    opened = session.get(SignIn, sign_in_id)
    if opened is None or opened.account_id != actor.account_id:
        raise NotFound("you have no sign-in with the number %(number)d", number=sign_in_id)
    if opened.ended_at is None:
        opened.ended_at = at
        session.flush()
        subject = ("account", opened.account_id)
        history.record(session, "account.signed_out", subject, {}, actor=actor, at=at)


def _throttle(
    session: Session, keys: Sequence[str], *, at: datetime, most: int = FAILURES_MAX
) -> None:
    counted = session.execute(
        select(func.count(), func.min(SignInFailure.failed_at))
        .where(SignInFailure.key_hash.in_(keys), SignInFailure.failed_at > at - FAILURES_WINDOW)
        .group_by(SignInFailure.key_hash)
    )
    for failures, first in counted:
        if failures >= most:
            raise SignInThrottled(first + FAILURES_WINDOW - at)


def _keys(
    email: str, account: Account | None, *, address: str, device: Device | None
) -> tuple[str, ...]:
    if account is not None and device is not None and device.account_id == account.id:
        return (_key("device", device.identity),)
    return _key("account", accounts.normalise(email)), _key("address", address)


def _key(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}\n{value}".encode()).hexdigest()


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
