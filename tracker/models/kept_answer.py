"""Answers to requests that a program may send twice."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


class KeptAnswer(Base):
    """What was answered to the request with an idempotency key; no status while it is at work."""

    __tablename__ = "kept_answer"
    __table_args__ = (
        CheckConstraint("(status IS NULL) = (body IS NULL)", name="whole_or_nothing"),
        UniqueConstraint("token_id", "key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_id: Mapped[int] = mapped_column(ForeignKey("token.id"))
    key: Mapped[str]
    #: SHA-256 over method, address and body: the same key must not stand for two requests.
    request_hash: Mapped[str]
    begun_at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int | None]
    headers: Mapped[dict[str, Any]] = mapped_column(JSON)
    body: Mapped[str | None] = mapped_column(Text)
