"""Members of the newsroom: made, signed in and out, and kept from being guessed at."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.errors import InvalidEdit, NotFound, TrackerError
from tracker.domain.vocabulary import Role
from tracker.models import Account, SignIn, SignInFailure
from tracker.services import history, passwords

#: A sign-in ends after this long without a request, and after this long in any case.
IDLE = timedelta(hours=8)
LIFETIME = timedelta(hours=24)
#: When somebody was last seen is written no more often than this: it costs a transaction.
SEEN_EVERY = timedelta(minutes=5)
#: So many failures within the window, for one account or from one address, and no more tries.
FAILURES_MAX = 10
FAILURES_WINDOW = timedelta(minutes=5)
TOKEN_BYTES = 32
DEVICE_MAX = 200
EMAIL_MAX, NAME_MAX = 254, 200


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


def create(
    session: Session,
    *,
    email: str,
    name: str,
    role: Role,
    password: str,
    actor: Actor,
    at: datetime,
    is_demonstration: bool = False,
) -> Account:
    """Make an account; raise InvalidEdit where the address, name or password does not do."""
    actor.require(Role.ADMIN)
    email, name = normalise(email), " ".join(name.split())
    _check_email(session, email)
    if not 0 < len(name) <= NAME_MAX:
        raise InvalidEdit("name", f"give a name of at most {NAME_MAX} characters")
    passwords.check(password, words=_words(email, name))
    account = Account(
        email=email,
        name=name,
        role=role,
        password_hash=passwords.make_hash(password),
        is_demonstration=is_demonstration,
        created_at=at,
        password_changed_at=at,
    )
    session.add(account)
    session.flush()
    changes = {"email": (None, email), "name": (None, name), "role": (None, role)}
    history.record(session, "account.created", ("account", account.id), changes, actor=actor, at=at)
    return account


def normalise(email: str) -> str:
    """Return the address as it is stored: without spaces around, in lower case."""
    return email.strip().lower()


def every(session: Session) -> Sequence[Account]:
    """Return all accounts by name."""
    return session.scalars(select(Account).order_by(func.lower(Account.name), Account.id)).all()


def get(session: Session, account_id: int) -> Account:
    """Return the account, or raise NotFound."""
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound(f"there is no member with the number {account_id}")
    return account


def by_email(session: Session, email: str) -> Account:
    """Return the account with this address, or raise NotFound."""
    account = session.scalar(select(Account).where(Account.email == normalise(email)))
    if account is None:
        raise NotFound(f"no member has the address {email}")
    return account


def as_actor(account: Account) -> Actor:
    """Return the account as the one who acts."""
    return Actor(account_id=account.id, name=account.name, role=account.role)


def authenticate(
    session: Session, email: str, password: str, *, address: str, at: datetime
) -> Account:
    """Return the account that this address and password belong to; only reads.

    Hashing takes its time, so it must not hold SQLite's write lock. ``address`` is where the
    request came from. Raises SignInThrottled or SignInRefused; ``note_failure`` the second.
    """
    email = normalise(email)
    _throttle(session, _keys(email, address), at=at)
    account = session.scalar(select(Account).where(Account.email == email))
    known = passwords.dummy_hash() if account is None else account.password_hash
    fits = passwords.matches(known, password)
    if account is None or not fits or not account.is_active:
        raise SignInRefused("the address or the password is wrong")
    return account


def note_failure(session: Session, email: str, *, address: str, at: datetime) -> None:
    """Count a refused sign-in against the account and against where it came from."""
    session.execute(delete(SignInFailure).where(SignInFailure.failed_at <= at - FAILURES_WINDOW))
    session.add_all(
        SignInFailure(key_hash=key, failed_at=at) for key in _keys(normalise(email), address)
    )
    session.flush()


def sign_in(session: Session, account_id: int, *, device: str, at: datetime) -> str:
    """Open a sign-in and return its token, which only the browser keeps."""
    account = get(session, account_id)
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
    failures = _key("account", account.email)
    session.execute(delete(SignInFailure).where(SignInFailure.key_hash == failures))
    _record(session, "account.signed_in", account.id, actor=as_actor(account), at=at)
    return token


def find_sign_in(session: Session, token: str, *, at: datetime) -> Found | None:
    """Return who stands behind the token, or None where it is unknown, ended or too old."""
    row = session.execute(
        select(SignIn, Account)
        .join(Account, Account.id == SignIn.account_id)
        .where(
            SignIn.token_hash == _token_hash(token),
            SignIn.ended_at.is_(None),
            SignIn.last_seen_at > at - IDLE,
            SignIn.created_at > at - LIFETIME,
            Account.is_active,
        )
    ).one_or_none()
    if row is None:
        return None
    opened, account = row
    return Found(as_actor(account), opened.id, at - opened.last_seen_at >= SEEN_EVERY)


def touch(session: Session, sign_in_id: int, *, at: datetime) -> None:
    """Note that the sign-in was used, unless it has ended meanwhile."""
    session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None))
        .values(last_seen_at=at)
    )


def open_sign_ins(session: Session, account_id: int, *, at: datetime) -> Sequence[SignIn]:
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


def sign_out(session: Session, sign_in_id: int, *, actor: Actor, at: datetime) -> None:
    """End one sign-in of the actor's own; raise NotFound where it is not theirs."""
    opened = session.get(SignIn, sign_in_id)
    if opened is None or opened.account_id != actor.account_id:
        raise NotFound(f"you have no sign-in with the number {sign_in_id}")
    if opened.ended_at is None:
        opened.ended_at = at
        session.flush()
        _record(session, "account.signed_out", opened.account_id, actor=actor, at=at)


def end_sign_ins(
    session: Session, account_id: int, *, at: datetime, but: int | None = None
) -> None:
    """End all sign-ins of a member, save the one with the number ``but``."""
    statement = update(SignIn).where(SignIn.account_id == account_id, SignIn.ended_at.is_(None))
    if but is not None:
        statement = statement.where(SignIn.id != but)
    session.execute(statement.values(ended_at=at))


def change_password(
    session: Session,
    account_id: int,
    *,
    current: str,
    new: str,
    actor: Actor,
    at: datetime,
    sign_in_id: int | None = None,
) -> None:
    """Change the actor's own password and end the other sign-ins.

    Raises InvalidEdit where the current password is wrong or the new one does not do.
    """
    account = get(session, account_id)
    if not passwords.matches(account.password_hash, current):
        raise InvalidEdit("current_password", "this is not your password")
    if new == current:
        raise InvalidEdit("new_password", "this is the password you have; choose another")
    passwords.check(new, words=_words(account.email, account.name), field="new_password")
    _set_password(session, account, new, actor=actor, at=at)
    end_sign_ins(session, account.id, at=at, but=sign_in_id)


def reset_password(
    session: Session, account: Account, password: str, *, actor: Actor, at: datetime
) -> None:
    """Give a member another password, as administrators may, and end all their sign-ins."""
    actor.require(Role.ADMIN)
    passwords.check(password, words=_words(account.email, account.name))
    _set_password(session, account, password, actor=actor, at=at)
    end_sign_ins(session, account.id, at=at)


def deactivate(session: Session, account: Account, *, actor: Actor, at: datetime) -> None:
    """Keep a member from signing in, from the next request on; the history keeps the name."""
    actor.require(Role.ADMIN)
    _change(session, account, "is_active", False, actor=actor, at=at)
    end_sign_ins(session, account.id, at=at)


def activate(session: Session, account: Account, *, actor: Actor, at: datetime) -> None:
    """Let a member sign in again."""
    actor.require(Role.ADMIN)
    _change(session, account, "is_active", True, actor=actor, at=at)


def change_role(
    session: Session, account: Account, role: Role, *, actor: Actor, at: datetime
) -> None:
    """Give a member another role; it holds from the next request on."""
    actor.require(Role.ADMIN)
    _change(session, account, "role", role, actor=actor, at=at)
    end_sign_ins(session, account.id, at=at)


def _check_email(session: Session, email: str) -> None:
    name, at_sign, domain = email.partition("@")
    if not (name and at_sign and domain) or len(email) > EMAIL_MAX or " " in email:
        raise InvalidEdit("email", "give an e-mail address, such as name@newsroom.example")
    if session.scalar(select(Account.id).where(Account.email == email)) is not None:
        raise InvalidEdit("email", "a member with this address is here already")


def _words(email: str, name: str) -> tuple[str, ...]:
    return (email, email.partition("@")[0], name, "claim tracker", *name.split())


def _throttle(session: Session, keys: Sequence[str], *, at: datetime) -> None:
    counted = session.execute(
        select(func.count(), func.min(SignInFailure.failed_at))
        .where(SignInFailure.key_hash.in_(keys), SignInFailure.failed_at > at - FAILURES_WINDOW)
        .group_by(SignInFailure.key_hash)
    )
    for failures, first in counted:
        if failures >= FAILURES_MAX:
            raise SignInThrottled(first + FAILURES_WINDOW - at)


def _set_password(
    session: Session, account: Account, password: str, *, actor: Actor, at: datetime
) -> None:
    account.password_hash = passwords.make_hash(password)
    account.password_changed_at = at
    session.flush()
    _record(session, "account.password_changed", account.id, actor=actor, at=at)


def _change(
    session: Session, account: Account, field: str, value: object, *, actor: Actor, at: datetime
) -> None:
    before = getattr(account, field)
    if before == value:
        return
    setattr(account, field, value)
    session.flush()
    history.record(
        session,
        "account.revised",
        ("account", account.id),
        {field: (before, value)},
        actor=actor,
        at=at,
    )


def _record(session: Session, action: str, account_id: int, *, actor: Actor, at: datetime) -> None:
    history.record(session, action, ("account", account_id), {}, actor=actor, at=at)


def _keys(email: str, address: str) -> tuple[str, str]:
    return _key("account", email), _key("address", address)


def _key(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}\n{value}".encode()).hexdigest()


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
