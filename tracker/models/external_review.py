"""Fact checks of other publishers: kept beside our claims, never published as ours."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.vocabulary import ContentVerdict
from tracker.models.base import NEVER_REUSE_NUMBERS, Base
from tracker.models.claim import Claim


class ExternalReview(Base):
    """What another publisher found about a claim, with its own rating and ours beside it."""

    __tablename__ = "external_review"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        CheckConstraint("length(claim_text) > 0", name="claim_text_not_empty"),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Who vouches for the external id: the host of the review's address.
    source: Mapped[str]
    external_id: Mapped[str]
    claim_text: Mapped[str]
    claimant: Mapped[str | None]
    claimed_on: Mapped[date | None]
    publisher: Mapped[str]
    url: Mapped[str | None]
    headline: Mapped[str | None]
    language: Mapped[str | None]
    reviewed_on: Mapped[date | None]
    #: The rating in the publisher's own words; never replaced by ours.
    rating_label: Mapped[str]
    rating_value: Mapped[float | None]
    rating_best: Mapped[float | None]
    rating_worst: Mapped[float | None]
    rating_explanation: Mapped[str] = mapped_column(default="")
    #: The same on our scale, where somebody or the list of known ratings could say.
    verdict: Mapped[ContentVerdict]
    appearances: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: Taken back by its publisher.
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    search_text: Mapped[str]
    #: The claim of ours that it checks, if somebody said so.
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"), index=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    #: The last person who changed it by hand; None as long as only imports have.
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    edit_number: Mapped[int] = mapped_column()

    claim: Mapped[Claim | None] = relationship()

    __mapper_args__ = {"version_id_col": edit_number}
