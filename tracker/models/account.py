"""Members of the newsroom and their sign-ins."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.vocabulary import Role
from tracker.models.base import NEVER_REUSE_NUMBERS, Base


class Account(Base):
    """A person who may sign in; never deleted, since the history names them."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_in_lower_case"),
        CheckConstraint("length(name) > 0", name="name_not_empty"),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[Role]
    #: Argon2id, in its own encoded form.
    password_hash: Mapped[str]
    is_active: Mapped[bool] = mapped_column(default=True)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    password_changed_at: Mapped[datetime]
    #: When name and address were erased on request; the row stays for the history's sake.
    erased_at: Mapped[datetime | None]
    #: The language of the pages, such as ``es``; None follows the browser.
    language: Mapped[str | None]


class SignIn(Base):
    """One sign-in on one device; the browser holds the token, we hold its hash."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    device: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class SignInFailure(Base):
    """A sign-in that failed, kept as long as it counts against the next try."""

    __tablename__ = "sign_in_failure"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: A hash of the address that was typed, or of where it came from; never the text itself.
    key_hash: Mapped[str] = mapped_column(index=True)
    failed_at: Mapped[datetime] = mapped_column(index=True)
