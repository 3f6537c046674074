"""The second factor of a member: a secret shared with their phone, and codes for its loss."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


class SecondFactor(Base):
    """The secret of a member's time-based codes (RFC 6238), encrypted."""

    __tablename__ = "second_factor"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    #: Encrypted with a key that is made from the installation's; never shown again.
    sealed_secret: Mapped[str]
    #: The time step of the last code that was accepted: no code counts twice.
    last_step: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class RecoveryCode(Base):
    """A code that opens once where the phone is lost; only its hash is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
