"""Files that were imported, row by row, and what people said foreign ratings mean."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.vocabulary import ContentVerdict
from tracker.models.account import Account
from tracker.models.base import NEVER_REUSE_NUMBERS, Base, MessageTexts


class ImportRun(Base):
    """One import of one file: who, when, and how many rows came to what."""

    __tablename__ = "import_run"
    __table_args__ = (
        CheckConstraint("length(file_sha256) = 64", name="file_sha256_is_hex"),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    format_name: Mapped[str]
    filename: Mapped[str]
    file_sha256: Mapped[str] = mapped_column(index=True)
    #: How many rows came to each outcome.
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None]

    created_by: Mapped[Account | None] = relationship()
    rows: Mapped[list["ImportRow"]] = relationship(order_by="ImportRow.id")


class ImportRow(Base):
    """What became of one row of an imported file."""

    __tablename__ = "import_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    import_run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"), index=True)
    #: The line of a text file, the row of a sheet, or which one it is in a list.
    line: Mapped[int]
    outcome: Mapped[str]
    title: Mapped[str]
    messages: Mapped[list[str]] = mapped_column(MessageTexts, default=list)
    #: What it made or changed: "claim" or "external_review", and its number.
    subject: Mapped[str | None]
    subject_id: Mapped[int | None]
    #: The subject's edit number afterwards: another one means that somebody has touched it since.
    edit_number: Mapped[int | None]
    #: The values before, as far as they were changed.
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class RatingMapping(Base):
    """What a rating of another publisher means on our scale, as somebody here decided."""

    __tablename__ = "rating_mapping"
    __table_args__ = (UniqueConstraint("publisher", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    publisher: Mapped[str]
    #: Folded, so that "FALSE" and "False" are one.
    label: Mapped[str]
    verdict: Mapped[ContentVerdict]
