"""What members say to one another about a claim."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.account import Account
from tracker.models.base import NEVER_REUSE_NUMBERS, Base


class Comment(Base):
    """The first comment of a thread, or a reply; never deleted, since the history names it.

    A thread is about the whole claim, one of its fields, or a stretch of the article's text.
    It is the first comment that is resolved, and the thread with it.
    """

    __tablename__ = "comment"
    __table_args__ = (
        CheckConstraint("length(words) > 0", name="words_not_empty"),
        CheckConstraint(
            "(resolved_at IS NULL) = (resolved_by_id IS NULL)", name="resolved_by_somebody"
        ),
        CheckConstraint(
            "thread_id IS NULL OR (field IS NULL AND article_version_id IS NULL"
            " AND resolved_at IS NULL)",
            name="reply_follows_thread",
        ),
        CheckConstraint("field IS NULL OR article_version_id IS NULL", name="one_place"),
        CheckConstraint(
            '(article_version_id IS NULL) = ("start" IS NULL)'
            ' AND ("start" IS NULL) = ("end" IS NULL)',
            name="place_has_both_ends",
        ),
        CheckConstraint(
            '("start" IS NULL AND length(quote) = 0) OR ("start" IS NOT NULL'
            ' AND 0 <= "start" AND "start" < "end" AND length(quote) = "end" - "start")',
            name="quote_fills_place",
        ),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    #: The first comment of the thread; None for that one itself.
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"), index=True)
    #: The field of the claim that the thread is about, such as ``explanation``.
    field: Mapped[str | None]
    article_version_id: Mapped[int | None] = mapped_column(ForeignKey("article_version.id"))
    #: Unicode code points of the version's text, half open.
    start: Mapped[int | None]
    end: Mapped[int | None]
    quote: Mapped[str] = mapped_column(default="")
    words: Mapped[str]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    edited_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    created_by: Mapped[Account] = relationship(foreign_keys=[created_by_id])
    resolved_by: Mapped[Account | None] = relationship(foreign_keys=[resolved_by_id])
