"""Many claims moved at once: who asked for what, and what became of each."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.vocabulary import Deed, Outcome
from tracker.models.account import Account
from tracker.models.base import NEVER_REUSE_NUMBERS, Base, MessageText


class BulkMove(Base):
    """One operation on many claims; its number stands in the events that it made."""

    __tablename__ = "bulk_move"
    __table_args__ = (
        CheckConstraint("(deed = 'undo') = (undoes_id IS NOT NULL)", name="undo_names_what"),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    deed: Mapped[Deed]
    note: Mapped[str] = mapped_column(default="")
    #: The operation that this one took back.
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("bulk_move.id"), unique=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))

    made_by: Mapped[Account] = relationship()
    rows: Mapped[list["BulkRow"]] = relationship(order_by="BulkRow.id")


class BulkRow(Base):
    """What became of one claim of the operation."""

    __tablename__ = "bulk_row"
    __table_args__ = (
        CheckConstraint("(outcome = 'refused') = (length(reason) > 0)", name="refusal_says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bulk_move_id: Mapped[int] = mapped_column(ForeignKey("bulk_move.id"), index=True)
    #: No foreign key: the operation stays on record when the claim is taken away.
    claim_id: Mapped[int]
    #: What the claim said at that time.
    wording: Mapped[str]
    outcome: Mapped[Outcome]
    reason: Mapped[str] = mapped_column(MessageText, default="")
    #: The values before, as far as the operation changed them.
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: The claim's edit number afterwards: another one means that somebody has touched it since.
    edit_number: Mapped[int]
