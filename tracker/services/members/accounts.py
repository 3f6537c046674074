"""Members of the newsroom: made, changed, and kept out."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.errors import InvalidEdit, NotFound
from tracker.domain.vocabulary import Role
from tracker.models import Account, Invitation, Membership, SignIn
from tracker.services.members import passwords
from tracker.services.trail import history

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
    account = make(session, email=email, name=name, role=role, password=password, at=at)
    account.is_demonstration = is_demonstration
    record_birth(session, account, actor=actor, at=at)
    return account


def make(
    session: Session, *, email: str, name: str, role: Role, password: str, at: datetime
) -> Account:
    """Make the row of an account, flushed; whoever calls it has asked who may, and records it."""
    email, name = normalise(email), " ".join(name.split())
    check_email(session, email)
    if not 0 < len(name) <= NAME_MAX:
        raise InvalidEdit("name", "give a name of at most %(most)s characters", most=NAME_MAX)
    passwords.check(password, words=_words(email, name))
    account = Account(
        email=email,
        name=name,
        role=role,
        password_hash=passwords.make_hash(password),
        created_at=at,
        password_changed_at=at,
    )
    session.add(account)
    session.flush()
    return account


def record_birth(session: Session, account: Account, *, actor: Actor, at: datetime) -> None:
    """Tell the history that an account came to be."""
    session.flush()
    changes = {name: (None, getattr(account, name)) for name in ("email", "name", "role")}
    history.record(session, "account.created", ("account", account.id), changes, actor=actor, at=at)


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
        raise NotFound("there is no member with the number %(number)d", number=account_id)
    return account


def by_email(session: Session, email: str) -> Account:
    """Return the account with this address, or raise NotFound."""
    account = session.scalar(select(Account).where(Account.email == normalise(email)))
    if account is None:
        raise NotFound("no member has the address %(email)s", email=email)
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


def require_password(session: Session, account_id: int, password: str) -> None:
    """Ask again who it is before something that guards the account changes.

    Raises InvalidEdit where this is not their password.
    """
    if not passwords.matches(get(session, account_id).password_hash, password):
        raise InvalidEdit("current_password", "this is not your password")


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
    require_password(session, account_id, current)
    if new == current:
        raise InvalidEdit("new_password", "this is the password you have; choose another")
    passwords.check(new, words=_words(account.email, account.name), field="new_password")
    _set_password(session, account, new, actor=actor, at=at)
    end_sign_ins(session, account.id, at=at, but=sign_in_id)
    _close_links(session, account.id, at=at)


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
    set_password(session, account, password, actor=actor, at=at)
    _close_links(session, account.id, at=at)


def set_password(
    session: Session, account: Account, password: str, *, actor: Actor, at: datetime
) -> None:
    """Write another password and end all sign-ins; whoever calls it has asked who may."""
    passwords.check(password, words=_words(account.email, account.name))
    _set_password(session, account, password, actor=actor, at=at)
    end_sign_ins(session, account.id, at=at)


def deactivate(session: Session, account: Account, *, actor: Actor, at: datetime) -> None:
    """Keep a member from signing in, from the next request on; the history keeps the name.

    Raises InvalidEdit for the last administrator: nobody could let anybody in again.
    """
    actor.require(Role.ADMIN)
    history.take_turn(session)
    _keep_an_administrator(session, account)
    _change(session, account, "is_active", False, actor=actor, at=at)
    end_sign_ins(session, account.id, at=at)
    _close_links(session, account.id, at=at)


def activate(session: Session, account: Account, *, actor: Actor, at: datetime) -> None:
    """Let a member sign in again; raise InvalidEdit where the person was erased."""
    actor.require(Role.ADMIN)
    if account.erased_at is not None:
        raise InvalidEdit("is_active", "this person was erased; invite them anew")
    _change(session, account, "is_active", True, actor=actor, at=at)


def change_role(
    session: Session, account: Account, role: Role, *, actor: Actor, at: datetime
) -> None:
    """Give a member another role in the house; their sign-ins end, so that nothing lingers.

    Auditors write nothing, so whatever desks had added goes. Raises InvalidEdit where the last
    administrator would be none.
    """
    actor.require(Role.ADMIN)
    history.take_turn(session)
    if account.role is role:
        return
    _keep_an_administrator(session, account)
    if role is Role.AUDITOR:
        session.execute(delete(Membership).where(Membership.account_id == account.id))
    _change(session, account, "role", role, actor=actor, at=at)
    end_sign_ins(session, account.id, at=at)


def _close_links(session: Session, account_id: int, *, at: datetime) -> None:
    """Make links for a new password open nothing: whoever had them in hand must not come in."""
    session.execute(
        update(Invitation)
        .where(
            Invitation.account_id == account_id,
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=at)
    )


def administrators(session: Session) -> Sequence[Account]:
    """Return the members who may administer: active, and not of the demonstration."""
    return session.scalars(
        select(Account).where(
            Account.role == Role.ADMIN,
            Account.is_active,
            Account.is_demonstration.is_(False),
        )
    ).all()


def is_last_administrator(session: Session, account: Account) -> bool:
    """Tell whether nobody but this member could administer the newsroom."""
    return [one.id for one in administrators(session)] == [account.id]


def _keep_an_administrator(session: Session, account: Account) -> None:
    if is_last_administrator(session, account):
        raise InvalidEdit("role", "this is the last administrator; make another one first")


def check_email(session: Session, email: str) -> None:
    """Refuse with InvalidEdit what is no address, or the address of somebody who is here."""
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
