"""Bearer tokens of programs that act for a member."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.account import Account
from tracker.models.base import NEVER_REUSE_NUMBERS, Base


class Token(Base):
    """What a program may do in its owner's name, and until when; the token itself is not kept."""

    __tablename__ = "token"
    __table_args__ = (
        CheckConstraint("length(name) > 0", name="name_not_empty"),
        CheckConstraint("expires_at > created_at", name="expires_later"),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str]
    #: SHA-256; the token has 256 random bits, so that no slow hash is needed.
    token_hash: Mapped[str] = mapped_column(unique=True)
    #: The first letters, by which the owner tells tokens apart.
    beginning: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()
