"""Where a claim stands in its article."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.vocabulary import SpanPart
from tracker.models.base import Base


class ClaimSpan(Base):
    """One piece of a claim's content, cue or speaker mention.

    Offsets are the W3C TextPositionSelector, quote with prefix and suffix the
    TextQuoteSelector: together they find the place again when the article changes.
    """

    __tablename__ = "claim_span"
    __table_args__ = (
        UniqueConstraint("claim_id", "part", "start"),
        CheckConstraint('0 <= "start" AND "start" < "end"', name="start_before_end"),
        CheckConstraint('length(quote) = "end" - "start"', name="quote_fills_span"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    part: Mapped[SpanPart]
    #: Unicode code points of the version's text, half open.
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str]
    prefix: Mapped[str] = mapped_column(default="")
    suffix: Mapped[str] = mapped_column(default="")
