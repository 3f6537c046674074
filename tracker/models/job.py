"""An export that is written in the background, for whoever asked for it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.job_words import JobState
from tracker.models.base import NEVER_REUSE_NUMBERS, Base, MessageText, vocabulary


class Job(Base):
    """One file to write: what was asked for, how far it has come, and until when it is kept."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("length(format_name) > 0", name="format_named"),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        CheckConstraint("written >= 0", name="written_not_negative"),
        CheckConstraint(
            "(state = 'running') = (leased_until IS NOT NULL)", name="leased_iff_running"
        ),
        CheckConstraint(
            "(state IN ('done', 'failed')) = (finished_at IS NOT NULL)", name="finished_iff_over"
        ),
        CheckConstraint("(state = 'failed') = (length(error) > 0)", name="failed_for_a_reason"),
        CheckConstraint("(state = 'done') = (kept_until IS NOT NULL)", name="kept_iff_done"),
        Index("ix_job_state_id", "state", "id"),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    asked_at: Mapped[datetime]
    format_name: Mapped[str]
    #: The filters as the claim list's address has them.
    query: Mapped[str] = mapped_column(default="")
    internal: Mapped[bool] = mapped_column(default=False)
    state: Mapped[JobState] = mapped_column(vocabulary(JobState), default=JobState.WAITING)
    #: Until when a worker has it to itself; behind that, another may take it up.
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    #: How many claims are written so far, and how many there are.
    written: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    error: Mapped[str] = mapped_column(MessageText, default="")
    finished_at: Mapped[datetime | None]
    #: Until when the file can be fetched.
    kept_until: Mapped[datetime | None]
