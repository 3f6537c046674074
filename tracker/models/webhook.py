"""Addresses that are told what happens here."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.account import Account
from tracker.models.base import NEVER_REUSE_NUMBERS, Base


class Webhook(Base):
    """One address, the kinds of news it wants, and how it has fared."""

    __tablename__ = "webhook"
    __table_args__ = (
        CheckConstraint("length(name) > 0", name="name_not_empty"),
        CheckConstraint("failures >= 0", name="failures_not_negative"),
        CheckConstraint("removed_at IS NULL OR NOT is_active", name="removed_is_silent"),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str]
    url: Mapped[str]
    events: Mapped[list[str]] = mapped_column(JSON)
    #: The secret is made of it and of the installation's key, so a copied database signs nothing.
    salt: Mapped[str]
    is_active: Mapped[bool] = mapped_column(default=True)
    #: Deliveries given up in a row.
    failures: Mapped[int] = mapped_column(default=0)
    edit_number: Mapped[int] = mapped_column()
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    #: Why it was switched off by itself, for people to read.
    stopped_because: Mapped[str] = mapped_column(default="")

    owner: Mapped[Account] = relationship()

    __mapper_args__ = {"version_id_col": edit_number}
