"""What a person decided about the sentences of an article that hold no claim."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.coverage import SentenceReason
from tracker.models.account import Account
from tracker.models.base import NEVER_REUSE_NUMBERS, Base


class SentenceDecision(Base):
    """One sentence of one version of an article, declined with a reason."""

    __tablename__ = "sentence_decision"
    __table_args__ = (
        UniqueConstraint("article_version_id", "start"),
        CheckConstraint('0 <= "start" AND "start" < "end"', name="start_before_end"),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_version_id: Mapped[int] = mapped_column(ForeignKey("article_version.id"), index=True)
    #: Unicode code points of the version's text, half open.
    start: Mapped[int]
    end: Mapped[int]
    reason: Mapped[SentenceReason]
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    decided_by: Mapped[Account | None] = relationship()


class ArticleClosing(Base):
    """An article in which every sentence is decided, closed by a person; no row means open."""

    __tablename__ = "article_closing"

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True)
    closed_at: Mapped[datetime]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    closed_by: Mapped[Account | None] = relationship()
