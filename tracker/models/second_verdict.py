"""The verdict of a second reader who has not seen the first."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.vocabulary import AttributionVerdict, ContentVerdict
from tracker.models.account import Account
from tracker.models.base import NEVER_REUSE_NUMBERS, Base, vocabulary


class SecondVerdict(Base):
    """What a second reader found, beside what the first had found at that moment.

    Both are kept as they stood: agreement is measured before the two have talked.
    """

    __tablename__ = "second_verdict"
    __table_args__ = (
        UniqueConstraint("claim_id", "revision", "given_by_id"),
        CheckConstraint("length(reason) > 0", name="reason_not_empty"),
        CheckConstraint(
            "content_verdict <> 'not_rated' AND attribution_verdict <> 'unverified'",
            name="is_rated",
        ),
        CheckConstraint(
            "first_reader_id IS NULL OR first_reader_id <> given_by_id", name="by_another"
        ),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    #: How often the claim had been published by then: each revision is read anew.
    revision: Mapped[int]
    content_verdict: Mapped[ContentVerdict]
    attribution_verdict: Mapped[AttributionVerdict]
    reason: Mapped[str]
    first_content_verdict: Mapped[ContentVerdict] = mapped_column(
        vocabulary(ContentVerdict, name="first_content_verdict")
    )
    first_attribution_verdict: Mapped[AttributionVerdict] = mapped_column(
        vocabulary(AttributionVerdict, name="first_attribution_verdict")
    )
    first_reader_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[datetime]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))

    given_by: Mapped[Account] = relationship(foreign_keys=[given_by_id])
