"""Members of the newsroom: made, changed, and kept out."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.errors import InvalidEdit, NotFound
from tracker.domain.vocabulary import Role
from tracker.models import Account, SignIn
from tracker.services import history, passwords

EMAIL_MAX, NAME_MAX = 254, 200


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


def strengthen(session: Session, account_id: int, password: str) -> None:
    """Hash the password anew where its hash was made with weaker figures than today's."""
    account = get(session, account_id)
    if passwords.is_outdated(account.password_hash):
        account.password_hash = passwords.make_hash(password)
        session.flush()


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
