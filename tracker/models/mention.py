"""Who was called into a conversation, and whether they have read it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.account import Account
from tracker.models.base import NEVER_REUSE_NUMBERS, Base
from tracker.models.comment import Comment


class Mention(Base):
    """One member named in one comment."""

    __tablename__ = "mention"
    __table_args__ = (
        UniqueConstraint("comment_id", "account_id"),
        Index("ix_mention_account_id_read_at", "account_id", "read_at"),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    comment: Mapped[Comment] = relationship()
    account: Mapped[Account] = relationship()
