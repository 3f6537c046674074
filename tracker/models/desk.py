"""Desks of the newsroom, and who may do what on one of them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.vocabulary import Role
from tracker.models.account import Account
from tracker.models.base import NEVER_REUSE_NUMBERS, Base


class Desk(Base):
    """A part of the newsroom; every article belongs to one. The first desk is the default."""

    __tablename__ = "desk"
    __table_args__ = (
        CheckConstraint("length(name) > 0", name="name_not_empty"),
        CheckConstraint("slug = lower(slug) AND length(slug) > 0", name="slug_in_lower_case"),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]


class Membership(Base):
    """What a member may do on one desk, beside what they may do everywhere."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("account_id", "desk_id"),
        CheckConstraint("role NOT IN ('admin', 'auditor')", name="role_is_editorial"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    desk_id: Mapped[int] = mapped_column(ForeignKey("desk.id"), index=True)
    role: Mapped[Role]

    account: Mapped[Account] = relationship()
    desk: Mapped[Desk] = relationship()
