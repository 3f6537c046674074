"""What the public sees of a claim: one row a version, frozen when it went out."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.report_words import CorrectionKind, Readers
from tracker.domain.vocabulary import ContentVerdict, Stage
from tracker.models.base import NEVER_REUSE_NUMBERS, Base

#: By what it is told whether the public sees a version.
_SEEN_BY = ("stage", "claim_id", "number", "visible_from", "first_published_at")


class Publication(Base):
    """A version of a report, or its tombstone; a database trigger refuses every change but one.

    The public sees the row with the highest number whose moment has come.
    """

    __tablename__ = "publication"
    __table_args__ = (
        UniqueConstraint("claim_id", "number"),
        CheckConstraint("number > 0", name="number_from_one"),
        CheckConstraint(
            "stage NOT IN ('proposed', 'new', 'triaged', 'in_progress', 'in_review', 'approved',"
            " 'declined', 'archived')",
            name="stage_is_public",
        ),
        CheckConstraint("(stage = 'corrected') = (correction IS NOT NULL)", name="correction_kind"),
        CheckConstraint("length(record_sha256) = 64", name="record_sha256_is_hex"),
        # What is asked of every report, so that no record is read for it.
        Index("ix_publication_speaker_id", "speaker_id", *_SEEN_BY),
        Index("ix_publication_stage_visible_from", "stage", "visible_from", "claim_id"),
        Index("ix_publication_first_published_at", "first_published_at", "claim_id"),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    number: Mapped[int]
    stage: Mapped[Stage]
    #: When the newsroom gave it out, and from when on the public may see it.
    published_at: Mapped[datetime]
    visible_from: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    correction: Mapped[CorrectionKind | None]
    public_note: Mapped[str] = mapped_column(default="")
    #: The verdict of the version before, as it was worded.
    previous_verdict: Mapped[str | None]
    readers: Mapped[Readers]
    #: The whole record in canonical JSON, and what the history vouches for.
    record: Mapped[str] = mapped_column(Text)
    record_sha256: Mapped[str]

    # What the public list asks for, beside the record that says it.
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    position: Mapped[int]
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("speaker.id"))
    content_verdict: Mapped[ContentVerdict]
    first_published_at: Mapped[datetime]
    #: When words of it were erased on request: the one change that the trigger lets through.
    redacted_at: Mapped[datetime | None]
