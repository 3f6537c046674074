"""The history: one row a change, sealed to the row before; nobody may alter or delete one."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import NEVER_REUSE_NUMBERS, Base


class Event(Base):
    """Who did what to which record, when, and from what to what.

    Only ``services.history.record`` writes here; database triggers refuse UPDATE and DELETE.
    """

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("length(hash) = 64", name="hash_is_hex"),
        CheckConstraint("length(previous_hash) = 64", name="previous_hash_is_hex"),
        Index("ix_event_subject", "subject", "subject_id", "id"),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    #: Copied in: the history reads the same when the account is renamed.
    actor_name: Mapped[str]
    #: Such as ``claim.revised``.
    action: Mapped[str]
    #: What kind of record, and which; no foreign key, since the history outlives it.
    subject: Mapped[str]
    subject_id: Mapped[int]
    #: ``{field: [old, new]}`` in JSON's own types.
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(default="")
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)
