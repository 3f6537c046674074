"""What the pages on members show: who is here, one of them, and one's own second factor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import segno
from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.vocabulary import Role
from tracker.models import Account, Desk, Erasure, Event, Invitation, SecondFactor, SignIn
from tracker.services.erasing import erasure
from tracker.services.members import accounts, desks, invitations, second_factors
from tracker.services.trail import history
from tracker.web.forms.accounts import DeskRoleForm


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member in the list."""

    account: Account
    has_factor: bool
    last_seen: datetime | None
    desk_roles: Sequence[tuple[Desk, Role]]


@dataclass(frozen=True, slots=True)
class MemberList:
    """All members, the open links, and the desks where there are several."""

    lines: Sequence[MemberLine]
    links: Sequence[Invitation]
    desks: Sequence[Desk]

    @classmethod
    def of(cls, session: Session, *, at: datetime) -> "MemberList":
        """Read the list."""
        rooms = desks.every(session)
        with_factor = set(session.scalars(select(SecondFactor.account_id)))
        seen = _last_seen(session)
        lines = [
            MemberLine(
                account,
                account.id in with_factor,
                seen.get(account.id),
                [(desk, role) for desk, role in _desk_roles(session, account, rooms) if role],
            )
            for account in accounts.every(session)
        ]
        return cls(lines, invitations.pending(session, at=at), rooms)

    @property
    def has_several_desks(self) -> bool:
        """Tell whether anybody needs to know the word."""
        return len(self.desks) > 1


@dataclass(frozen=True, slots=True)
class DeskLine:
    """What one desk adds for the member, and the form to change it."""

    desk: Desk
    role: Role | None
    form: DeskRoleForm


@dataclass(frozen=True, slots=True)
class MemberPage:
    """One member, as an administrator sees them."""

    account: Account
    has_factor: bool
    is_last_administrator: bool
    is_self: bool
    desks: Sequence[DeskLine]
    wish: Erasure | None
    may_agree: bool
    events: Sequence[Event]

    @classmethod
    def of(cls, session: Session, account_id: int, *, actor: Actor) -> "MemberPage":
        """Read the member; raise NotFound where there is none."""
        account = accounts.get(session, account_id)
        wish = erasure.pending_for(session, account.id)
        lines = [
            DeskLine(desk, role, DeskRoleForm(formdata=None, data={"role": role or ""}))
            for desk, role in _desk_roles(session, account, desks.every(session))
        ]
        return cls(
            account=account,
            has_factor=second_factors.is_set(session, account.id),
            is_last_administrator=accounts.is_last_administrator(session, account),
            is_self=account.id == actor.account_id,
            desks=lines,
            wish=wish,
            may_agree=wish is not None and wish.requested_by_id != actor.account_id,
            events=history.of(session, "account", account.id)[:20],
        )

    @property
    def shows_desks(self) -> bool:
        """Tell whether there is anything to choose.

        In a newsroom of one desk only an administrator can gain by it: the work of an editor.
        """
        if self.account.role is Role.AUDITOR:
            return False
        return len(self.desks) > 1 or self.account.role is Role.ADMIN or bool(self.desks[0].role)


@dataclass(frozen=True, slots=True)
class FactorPage:
    """One's own second factor: whether there is one, and what a new one needs."""

    is_set: bool
    codes_left: int
    secret: str
    square: str

    @classmethod
    def of(cls, session: Session, actor: Actor, *, secret: str) -> "FactorPage":
        """Read it, and draw the square code that the phone reads."""
        account = accounts.get(session, actor.account_id or 0)
        newsroom = current_app.config["SETTINGS"].newsroom
        address = second_factors.address(secret, email=account.email, newsroom=newsroom)
        return cls(
            is_set=second_factors.is_set(session, account.id),
            codes_left=second_factors.codes_left(session, account.id),
            secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
            square=segno.make(address, error="m").svg_data_uri(scale=5, border=3, light="#fff"),
        )


def _desk_roles(
    session: Session, account: Account, rooms: Sequence[Desk]
) -> list[tuple[Desk, Role | None]]:
    held = desks.roles_of(session, account.id)
    return [(desk, held.get(desk.id)) for desk in rooms]


def _last_seen(session: Session) -> dict[int, datetime]:
    rows = session.execute(
        select(SignIn.account_id, func.max(SignIn.last_seen_at).label("at")).group_by(
            SignIn.account_id
        )
    )
    return {row.account_id: row.at for row in rows}
