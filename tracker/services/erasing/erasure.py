"""Erasing what is kept of a member as a person, where the law asks for it.

The account stays as a number, since the work stays. Name and address go from it, and from every
event; the digests under the seals remain, so the history still verifies. Two administrators
agree; a newsroom with one does it on the command line.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Text, cast, delete, or_, select, text, update
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.errors import InvalidEdit, PermissionRefused
from tracker.domain.vocabulary import Role
from tracker.models import (
    ERASED_NAME,
    Account,
    Draft,
    Erasure,
    Event,
    Invitation,
    Membership,
    Presence,
    RecoveryCode,
    SecondFactor,
    SignIn,
)
from tracker.services.lookup import fetch
from tracker.services.members import accounts
from tracker.services.reviewing import mentions
from tracker.services.trail import chain_rows, history

#: A mailbox that cannot exist: the top-level domain is reserved.
ADDRESS = "erased-{number}@erased.invalid"
#: Here the history names speakers, whose numbers say nothing of members.
_OF_SPEAKERS = frozenset({"speaker", "merged_into", "into"})


def request(session: Session, account: Account, reason: str, *, actor: Actor, at: datetime) -> None:
    """Ask for the erasure of a member; another administrator must agree to it."""
    actor.require(Role.ADMIN)
    history.take_turn(session)
    _check(session, account)
    if pending_for(session, account.id) is not None:
        raise InvalidEdit("reason", "the erasure of this member was asked for already")
    reason = _reason(reason)
    session.add(
        Erasure(
            account_id=account.id,
            requested_by_id=actor.account_id,
            requested_at=at,
            reason=reason,
        )
    )
    _record(session, "account.erasure_requested", account.id, actor=actor, at=at, note=reason)


def agree(session: Session, erasure_id: int, *, actor: Actor, at: datetime) -> None:
    """Carry out the erasure that another administrator asked for."""
    actor.require(Role.ADMIN)
    history.take_turn(session)
    wish = _open(session, erasure_id)
    if wish.requested_by_id == actor.account_id:
        raise PermissionRefused("another administrator must agree to this erasure")
    account = fetch(session, Account, wish.account_id)
    _check(session, account)
    wish.confirmed_by_id, wish.done_at = actor.account_id, at
    _erase(session, account, actor=actor, at=at, note=wish.reason)


def withdraw(session: Session, erasure_id: int, *, actor: Actor, at: datetime) -> None:
    """Take back or refuse the wish for an erasure."""
    actor.require(Role.ADMIN)
    history.take_turn(session)
    wish = _open(session, erasure_id)
    wish.withdrawn_at = at
    _record(session, "account.erasure_withdrawn", wish.account_id, actor=actor, at=at)


def erase_at_once(
    session: Session, account: Account, reason: str, *, actor: Actor, at: datetime
) -> None:
    """Erase a member without a second administrator: only from the command line."""
    if not actor.is_machine:
        raise PermissionRefused("another administrator must agree to this erasure")
    history.take_turn(session)
    _check(session, account)
    reason = _reason(reason)
    session.add(Erasure(account_id=account.id, requested_at=at, reason=reason, done_at=at))
    _erase(session, account, actor=actor, at=at, note=reason)


def pending_for(session: Session, account_id: int) -> Erasure | None:
    """Return the wish that waits for a second administrator, if there is one."""
    return session.scalar(
        select(Erasure).where(
            Erasure.account_id == account_id,
            Erasure.done_at.is_(None),
            Erasure.withdrawn_at.is_(None),
        )
    )


def _check(session: Session, account: Account) -> None:
    if account.erased_at is not None:
        raise InvalidEdit("account", "this member was erased already")
    if accounts.is_last_administrator(session, account):
        raise InvalidEdit("account", "this is the last administrator; make another one first")


def _reason(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason:
        raise InvalidEdit("reason", "say why, without naming the person")
    return reason


def _open(session: Session, erasure_id: int) -> Erasure:
    wish = fetch(session, Erasure, erasure_id)
    if wish.done_at is not None or wish.withdrawn_at is not None:
        raise InvalidEdit("account", "this erasure was decided already")
    return wish


def _erase(session: Session, account: Account, *, actor: Actor, at: datetime, note: str) -> None:
    if session.get_bind().dialect.name == "sqlite":
        # Otherwise the old words stay in the file until their pages are used again.
        session.execute(text("PRAGMA secure_delete = ON"))
    names = _names(session, account)
    events = _wordy_events(session, account, names)
    for start in range(0, len(events), 500):
        session.execute(
            update(Event)
            .where(Event.id.in_(events[start : start + 500]))
            .values(changes={}, note="", words_salt=None, is_words_erased=True)
        )
    nameless = (
        update(Event)
        .where(Event.actor_id == account.id, Event.is_name_erased.is_(False))
        .values(actor_name=ERASED_NAME, name_salt=None, is_name_erased=True)
    )
    session.execute(nameless)
    mentions.forget(session, account.id, names)
    _forget_account(session, account, at)
    by = actor if actor.account_id != account.id else accounts.as_actor(account)
    changes = {"events": (None, events)}
    subject = ("account", account.id)
    history.record(session, chain_rows.MEMBER_ERASED, subject, changes, actor=by, at=at, note=note)


def _forget_account(session: Session, account: Account, at: datetime) -> None:
    session.execute(delete(Invitation).where(Invitation.email == account.email))
    for kind in (SignIn, SecondFactor, RecoveryCode, Membership, Draft, Presence):
        session.execute(delete(kind).where(kind.account_id == account.id))
    account.name, account.email = ERASED_NAME, ADDRESS.format(number=account.id)
    account.password_hash, account.is_active, account.erased_at = "erased", False, at
    session.flush()


def _names(session: Session, account: Account) -> frozenset[str]:
    """Return every name under which the member acted."""
    acted = select(Event.actor_name).where(Event.actor_id == account.id).distinct()
    return frozenset(session.scalars(acted)) | {account.name}


def _wordy_events(session: Session, account: Account, names: frozenset[str]) -> Sequence[int]:
    """Return the events whose words tell of the person: of the account, and naming them."""
    known = (account.email, *(f"{name} (no. {account.id})" for name in names))
    called = tuple(f"@{name}" for name in sorted(names))
    spellings = {json.dumps(one)[1:-1] for one in (*known, *called)} | {*known, *called}
    raw = cast(Event.changes, Text)
    rows = session.execute(
        select(Event.id, Event.subject, Event.subject_id, Event.changes, Event.note)
        .where(
            Event.is_words_erased.is_(False),
            or_(
                (Event.subject == "account") & (Event.subject_id == account.id),
                *(raw.contains(one, autoescape=True) for one in sorted(spellings)),
                *(Event.note.contains(one, autoescape=True) for one in (account.email, *names)),
            ),
        )
        .order_by(Event.id)
    )
    return [
        row.id
        for row in rows
        if (row.changes or row.note)
        and (
            (row.subject, row.subject_id) == ("account", account.id)
            or any(name in row.note for name in (account.email, *names))
            or any(
                one in known or any(call in one for call in called) for one in _values(row.changes)
            )
        )
    ]


def _values(changes: Any) -> Iterator[str]:
    """Yield every text in the changes, but for those that speak of speakers."""
    if isinstance(changes, dict):
        for name, value in changes.items():
            if name not in _OF_SPEAKERS:
                yield from _values(value)
    elif isinstance(changes, list):
        for value in changes:
            yield from _values(value)
    elif isinstance(changes, str):
        yield changes


def _record(
    session: Session, action: str, account_id: int, *, actor: Actor, at: datetime, note: str = ""
) -> None:
    session.flush()
    history.record(session, action, ("account", account_id), {}, actor=actor, at=at, note=note)
