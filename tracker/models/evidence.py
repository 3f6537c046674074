"""Evidence for and against a claim, and the snapshots of it that we keep."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.evidence_words import EvidenceKind, SnapshotOrigin, Stance
from tracker.models.account import Account
from tracker.models.base import NEVER_REUSE_NUMBERS, Base


class EvidenceSnapshot(Base):
    """One state of a source, kept: the file is named by its hash, the text is for passages.

    A newer one does not replace it: the row and the bytes stay.
    """

    __tablename__ = "evidence_snapshot"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_is_hex"),
        CheckConstraint("size > 0", name="size_positive"),
        CheckConstraint(
            "(text IS NULL) = (text_sha256 IS NULL)",
            name="text_has_hash",
        ),
        CheckConstraint(
            "(origin = 'fetched') = (source_url IS NOT NULL)",
            name="fetched_from_somewhere",
        ),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), index=True)
    origin: Mapped[SnapshotOrigin]
    sha256: Mapped[str]
    size: Mapped[int]
    #: As the content shows, not as the sender says.
    media_type: Mapped[str]
    filename: Mapped[str | None]
    source_url: Mapped[str | None]
    #: None where there are no words in it that we can read, such as in a picture. It may be a
    #: whole book, so it is read only where it is asked for.
    text: Mapped[str | None] = mapped_column(deferred=True)
    text_sha256: Mapped[str | None]
    taken_at: Mapped[datetime]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Evidence(Base):
    """One source that bears on a claim; it is withdrawn with a reason, never deleted."""

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint("length(title) > 0", name="title_not_empty"),
        CheckConstraint("position >= 1", name="position_from_one"),
        CheckConstraint(
            "(passage_start IS NULL) = (passage_end IS NULL)",
            name="passage_has_both_ends",
        ),
        CheckConstraint(
            "passage_start IS NULL OR"
            " (0 <= passage_start AND length(passage) = passage_end - passage_start)",
            name="passage_fills_place",
        ),
        CheckConstraint(
            "(withdrawn_at IS NOT NULL) = (length(withdrawal_reason) > 0)",
            name="withdrawn_for_a_reason",
        ),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    #: The order in which readers meet it.
    position: Mapped[int]
    kind: Mapped[EvidenceKind]
    stance: Mapped[Stance]
    title: Mapped[str]
    publisher: Mapped[str | None]
    url: Mapped[str | None]
    archive_url: Mapped[str | None]
    #: The words that bear on the claim: W3C TextQuoteSelector with its surroundings.
    passage: Mapped[str] = mapped_column(default="")
    passage_prefix: Mapped[str] = mapped_column(default="")
    passage_suffix: Mapped[str] = mapped_column(default="")
    #: Where they stand in the snapshot's text: code points, half open; None where they do not.
    passage_start: Mapped[int | None]
    passage_end: Mapped[int | None]
    #: Sources of one group count once: they draw on one another, or on the same third.
    independence_group: Mapped[str | None]
    accessed_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawal_reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    updated_at: Mapped[datetime]
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    edit_number: Mapped[int] = mapped_column()

    created_by: Mapped[Account | None] = relationship(foreign_keys=[created_by_id])
    snapshots: Mapped[list[EvidenceSnapshot]] = relationship(order_by=EvidenceSnapshot.id)

    __mapper_args__ = {"version_id_col": edit_number}

    @property
    def snapshot(self) -> EvidenceSnapshot | None:
        """Return the newest snapshot, the one that passages count in."""
        return self.snapshots[-1] if self.snapshots else None

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether the newsroom no longer relies on it."""
        return self.withdrawn_at is not None
