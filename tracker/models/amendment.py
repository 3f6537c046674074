"""A correction or retraction of a report: one editor proposes it, another person confirms it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.report_words import AmendmentKind, AmendmentState, CorrectionKind
from tracker.models.account import Account
from tracker.models.base import NEVER_REUSE_NUMBERS, Base


class Amendment(Base):
    """What one editor proposes for a report that is out, and what became of it."""

    __tablename__ = "amendment"
    __table_args__ = (
        CheckConstraint("(kind = 'correction') = (correction IS NOT NULL)", name="correction_kind"),
        CheckConstraint("length(public_note) > 0", name="public_note_not_empty"),
        CheckConstraint(
            "(state = 'proposed') = (decided_at IS NULL)", name="decided_unless_proposed"
        ),
        Index(
            "uq_amendment_one_open",
            "claim_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
        Index("ix_amendment_claim_id", "claim_id", "id"),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    kind: Mapped[AmendmentKind]
    correction: Mapped[CorrectionKind | None]
    #: What the public will be told.
    public_note: Mapped[str]
    state: Mapped[AmendmentState] = mapped_column(default=AmendmentState.PROPOSED)
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    #: Why it was declined.
    decision_note: Mapped[str] = mapped_column(default="")

    proposed_by: Mapped[Account | None] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[Account | None] = relationship(foreign_keys=[decided_by_id])
