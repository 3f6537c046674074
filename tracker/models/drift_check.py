"""What sources looked like when they were read again."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.evidence_words import DriftState
from tracker.models.base import Base, MessageText


class DriftCheck(Base):
    """One look at a source on the web, compared with the snapshot or the article that we keep."""

    __tablename__ = "drift_check"
    __table_args__ = (
        CheckConstraint(
            "(snapshot_id IS NULL) <> (article_version_id IS NULL)",
            name="of_one_source",
        ),
        CheckConstraint(
            "(state IN ('unchanged', 'changed')) = (found_sha256 IS NOT NULL)",
            name="found_what_it_compares",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_snapshot.id"), index=True)
    article_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("article_version.id"), index=True
    )
    url: Mapped[str]
    state: Mapped[DriftState]
    #: Of the bytes that we keep, and of those that the site sends now.
    kept_sha256: Mapped[str | None]
    found_sha256: Mapped[str | None]
    #: Of the words in them: a page may change its frame and keep its text.
    kept_text_sha256: Mapped[str | None]
    found_text_sha256: Mapped[str | None]
    #: Whether the quoted words still stand there; None where there are none, or no text.
    passage_found: Mapped[bool | None]
    #: Why it could not be read.
    reason: Mapped[str] = mapped_column(MessageText, default="")
    checked_at: Mapped[datetime]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
