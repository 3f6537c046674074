"""The log of replies: whom we asked, how, until when, and what they answered."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.evidence_words import ReplyChannel, ReplyOutcome
from tracker.models.base import NEVER_REUSE_NUMBERS, Base


class Reply(Base):
    """One time somebody was asked for a reply to a claim, or the reason why nobody was."""

    __tablename__ = "reply"
    __table_args__ = (
        CheckConstraint(
            "outcome = 'waived' OR (length(asked_whom) > 0 AND asked_on IS NOT NULL"
            " AND channel IS NOT NULL)",
            name="asked_somebody",
        ),
        CheckConstraint("outcome <> 'waived' OR length(reason) > 0", name="waived_for_a_reason"),
        CheckConstraint(
            "(outcome = 'answered') = (answered_on IS NOT NULL)",
            name="answered_on_a_day",
        ),
        CheckConstraint(
            "outcome = 'answered' OR public_answer = ''",
            name="quoted_only_if_answered",
        ),
        CheckConstraint(
            "(withdrawn_at IS NOT NULL) = (length(withdrawal_reason) > 0)",
            name="withdrawn_for_a_reason",
        ),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    outcome: Mapped[ReplyOutcome]
    asked_whom: Mapped[str] = mapped_column(default="")
    channel: Mapped[ReplyChannel | None]
    asked_on: Mapped[date | None]
    deadline: Mapped[date | None]
    answered_on: Mapped[date | None]
    #: The answer in full, for the newsroom.
    answer: Mapped[str] = mapped_column(default="")
    #: What the public reads of it.
    public_answer: Mapped[str] = mapped_column(default="")
    #: Why nobody was asked.
    reason: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawal_reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    updated_at: Mapped[datetime]
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    edit_number: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": edit_number}
