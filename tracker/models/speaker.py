"""Speakers: people, organisations, groups, documents and anonymous sources."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from tracker.domain.folding import fold
from tracker.domain.vocabulary import SpeakerKind
from tracker.models.base import NEVER_REUSE_NUMBERS, Base


class Speaker(Base):
    """One who says things.

    A merge moves no claim: the merged record points to the one it is part of, so that taking
    the merge back loses nothing. ``canonical_id`` is where the chain of merges ends, the
    record's own number where it was never merged.
    """

    __tablename__ = "speaker"
    __table_args__ = (
        CheckConstraint("length(name) > 0", name="name_not_empty"),
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="not_into_itself"),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    #: The name as people search it; follows the name by itself.
    folded_name: Mapped[str] = mapped_column(index=True, server_default="")
    kind: Mapped[SpeakerKind]
    description: Mapped[str] = mapped_column(default="")
    same_as: Mapped[str | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("speaker.id"), index=True)
    #: Filled by the speaker service in the same transaction that makes the row.
    canonical_id: Mapped[int | None] = mapped_column(ForeignKey("speaker.id"), index=True)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    edit_number: Mapped[int] = mapped_column()
    #: When the name was erased on request.
    erased_at: Mapped[datetime | None]

    aliases: Mapped[list["SpeakerAlias"]] = relationship(
        back_populates="speaker",
        order_by="SpeakerAlias.name",
        cascade="all, delete-orphan",
    )
    roles: Mapped[list["SpeakerRole"]] = relationship(
        back_populates="speaker",
        order_by="SpeakerRole.id",
        cascade="all, delete-orphan",
    )
    canonical: Mapped["Speaker | None"] = relationship(
        foreign_keys=[canonical_id], remote_side="Speaker.id", post_update=True
    )

    __mapper_args__ = {"version_id_col": edit_number}

    @validates("name")
    def _fold_name(self, _key: str, name: str) -> str:
        self.folded_name = fold(name)
        return name


class SpeakerAlias(Base):
    """Another name of a speaker, as articles use it."""

    __tablename__ = "speaker_alias"
    __table_args__ = (
        UniqueConstraint("speaker_id", "name"),
        CheckConstraint("length(name) > 0", name="name_not_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id"), index=True)
    name: Mapped[str] = mapped_column(index=True)
    #: The name as people search it; follows the name by itself.
    folded_name: Mapped[str] = mapped_column(index=True, server_default="")

    speaker: Mapped[Speaker] = relationship(back_populates="aliases")

    @validates("name")
    def _fold_name(self, _key: str, name: str) -> str:
        self.folded_name = fold(name)
        return name


class SpeakerRole(Base):
    """An office or job that a speaker held, with its days where they are known."""

    __tablename__ = "speaker_role"
    __table_args__ = (
        CheckConstraint("length(title) > 0", name="title_not_empty"),
        CheckConstraint(
            "starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on",
            name="ends_after_start",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id"), index=True)
    title: Mapped[str]
    organisation: Mapped[str | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]

    speaker: Mapped[Speaker] = relationship(back_populates="roles")
