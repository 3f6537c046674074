"""Pictures, films and recordings in which a claim was made, and what was done to them."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.evidence_words import Authenticity, MediaKind
from tracker.models.base import NEVER_REUSE_NUMBERS, Base


class ClaimMedia(Base):
    """One medium of a claim, as a MediaReview describes it; withdrawn, never deleted."""

    __tablename__ = "claim_media"
    __table_args__ = (
        CheckConstraint("length(content_url) > 0", name="content_url_not_empty"),
        CheckConstraint(
            "(withdrawn_at IS NOT NULL) = (length(withdrawal_reason) > 0)",
            name="withdrawn_for_a_reason",
        ),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    kind: Mapped[MediaKind]
    #: What is to be seen or heard, for those who cannot.
    description: Mapped[str] = mapped_column(default="")
    content_url: Mapped[str]
    archive_url: Mapped[str | None]
    authenticity: Mapped[list[Authenticity]] = mapped_column(JSON, default=list)
    #: Where the unaltered medium stands, and what it really shows.
    original_url: Mapped[str | None]
    original_context: Mapped[str] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawal_reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    updated_at: Mapped[datetime]
    edit_number: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": edit_number}
