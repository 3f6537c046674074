"""A request that a claim, or what is kept of a speaker, be erased, and who agreed to it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import NEVER_REUSE_NUMBERS, Base


class Redaction(Base):
    """One request; it is carried out when a second administrator agrees.

    The words that are to go stand in it until it is decided, and not any longer.
    """

    __tablename__ = "redaction"
    __table_args__ = (
        CheckConstraint("(claim_id IS NULL) <> (speaker_id IS NULL)", name="of_one_record"),
        CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> requested_by_id", name="by_two"
        ),
        CheckConstraint("done_at IS NULL OR withdrawn_at IS NULL", name="done_or_withdrawn"),
        CheckConstraint(
            "(done_at IS NULL AND withdrawn_at IS NULL) OR length(words) = 0",
            name="forgets_words",
        ),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"), index=True)
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("speaker.id"), index=True)
    #: One a line: what is blacked out wherever it stands.
    words: Mapped[str] = mapped_column(default="")
    #: What readers are told where a report goes with it.
    public_note: Mapped[str] = mapped_column(default="")
    #: None where the request came from the command line.
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    requested_at: Mapped[datetime]
    reason: Mapped[str]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    done_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for a second administrator."""
        return self.done_at is None and self.withdrawn_at is None

    @property
    def subject(self) -> tuple[str, int]:
        """Return the record as the history names it."""
        if self.claim_id is not None:
            return "claim", self.claim_id
        return "speaker", self.speaker_id or 0
