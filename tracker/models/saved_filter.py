"""Filters of the claim list that somebody keeps under a name."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.account import Account
from tracker.models.base import NEVER_REUSE_NUMBERS, Base


class SavedFilter(Base):
    """A list of claims by a name: for its owner alone, or shared with the newsroom."""

    __tablename__ = "saved_filter"
    __table_args__ = (
        UniqueConstraint("owner_id", "name"),
        CheckConstraint("length(name) > 0", name="name_not_empty"),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str]
    #: The arguments of the claim list's address, in one order, such as ``stage=new&kind=direct``.
    query: Mapped[str]
    is_shared: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    owner: Mapped[Account] = relationship()
