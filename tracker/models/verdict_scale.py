"""The newsroom's own words for verdicts, and what they mean on the common scale."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.vocabulary import ContentVerdict, ScaleDirection
from tracker.models.base import Base


class VerdictScale(Base):
    """A named list of verdict labels; ratings keep the scale that they were given on."""

    __tablename__ = "verdict_scale"
    __table_args__ = (CheckConstraint("length(name) > 0", name="name_not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    is_default: Mapped[bool] = mapped_column(default=False)
    #: Goes up with every change of the labels; ratings say on which version they were given.
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    direction: Mapped[ScaleDirection] = mapped_column(
        default=ScaleDirection.TRUE_FIRST, server_default="true_first"
    )
    created_at: Mapped[datetime]

    labels: Mapped[list["VerdictLabel"]] = relationship(
        back_populates="scale",
        order_by="VerdictLabel.position",
        cascade="all, delete-orphan",
    )


class VerdictLabel(Base):
    """One step of a scale, or one answer beside it.

    Its name and verdict never change: a name that is replaced is retired, and the ratings that
    were given with it keep it.
    """

    __tablename__ = "verdict_label"
    __table_args__ = (
        UniqueConstraint("scale_id", "name"),
        CheckConstraint("length(name) > 0", name="name_not_empty"),
        CheckConstraint(
            "until_version IS NULL OR until_version > from_version", name="until_after_from"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scale_id: Mapped[int] = mapped_column(ForeignKey("verdict_scale.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    meaning: Mapped[str] = mapped_column(default="")
    verdict: Mapped[ContentVerdict]
    #: The version of the scale that brought it, and the first one without it.
    from_version: Mapped[int] = mapped_column(default=1, server_default="1")
    until_version: Mapped[int | None]

    scale: Mapped[VerdictScale] = relationship(back_populates="labels")

    @property
    def is_in_force(self) -> bool:
        """Tell whether it may be given to claims now."""
        return self.until_version is None
