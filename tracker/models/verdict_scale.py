"""The newsroom's own words for verdicts, and what they mean on the common scale."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.vocabulary import ContentVerdict
from tracker.models.base import Base


class VerdictScale(Base):
    """A named list of verdict labels; ratings keep the scale that they were given on."""

    __tablename__ = "verdict_scale"
    __table_args__ = (CheckConstraint("length(name) > 0", name="name_not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    is_default: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    labels: Mapped[list["VerdictLabel"]] = relationship(
        back_populates="scale",
        order_by="VerdictLabel.position",
        cascade="all, delete-orphan",
    )


class VerdictLabel(Base):
    """One step of a scale, or one answer beside it."""

    __tablename__ = "verdict_label"
    __table_args__ = (
        UniqueConstraint("scale_id", "name"),
        CheckConstraint("length(name) > 0", name="name_not_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scale_id: Mapped[int] = mapped_column(ForeignKey("verdict_scale.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    meaning: Mapped[str] = mapped_column(default="")
    verdict: Mapped[ContentVerdict]

    scale: Mapped[VerdictScale] = relationship(back_populates="labels")
