"""Who has which page open."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


class Presence(Base):
    """A member who was looking at a record a moment ago; forgotten soon, and no history."""

    __tablename__ = "presence"
    __table_args__ = (Index("ix_presence_subject_subject_id", "subject", "subject_id"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    #: ``claim`` or ``article``.
    subject: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seen_at: Mapped[datetime]
