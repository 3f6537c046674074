"""Articles, the versions of their text, and the bytes they came in."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import NEVER_REUSE_NUMBERS, Base
from tracker.models.outlet import Outlet

#: The number of the desk that every newsroom has.
FIRST_DESK = 1


class StoredOriginal(Base):
    """The bytes of an article as they came in; the file is named by this hash."""

    __tablename__ = "stored_original"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_is_hex"),
        CheckConstraint("size >= 0", name="size_not_negative"),
    )

    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str]
    filename: Mapped[str | None]
    source_url: Mapped[str | None]
    stored_at: Mapped[datetime]


class Article(Base):
    """A news article: what is known about it. Its text stands in its versions."""

    __tablename__ = "article"
    __table_args__ = (
        CheckConstraint("length(title) > 0", name="title_not_empty"),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    outlet_id: Mapped[int | None] = mapped_column(ForeignKey("outlet.id"), index=True)
    #: Whose work it is; the first desk unless somebody chose another.
    desk_id: Mapped[int] = mapped_column(
        ForeignKey("desk.id"), index=True, default=FIRST_DESK, server_default="1"
    )
    title: Mapped[str]
    byline: Mapped[str | None]
    canonical_url: Mapped[str | None] = mapped_column(unique=True)
    #: Where a web archive keeps the page as it was.
    archive_url: Mapped[str | None]
    #: BCP 47, such as ``en``.
    language: Mapped[str]
    published_on: Mapped[date | None] = mapped_column(index=True)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    edit_number: Mapped[int] = mapped_column()

    outlet: Mapped[Outlet | None] = relationship()
    versions: Mapped[list["ArticleVersion"]] = relationship(
        back_populates="article", order_by="ArticleVersion.number"
    )

    __mapper_args__ = {"version_id_col": edit_number}

    @property
    def current(self) -> "ArticleVersion":
        """Return the newest version of the text."""
        return self.versions[-1]


class ArticleVersion(Base):
    """One state of an article's text; a database trigger refuses any change to it.

    Where the law asks for it signs are blacked out; no place in the text moves by it.
    """

    __tablename__ = "article_version"
    __table_args__ = (
        UniqueConstraint("article_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("length(text_sha256) = 64", name="text_sha256_is_hex"),
        CheckConstraint("length(text) > 0", name="text_not_empty"),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    number: Mapped[int]
    text: Mapped[str]
    text_sha256: Mapped[str] = mapped_column(unique=True)
    original_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_original.sha256"))
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    redacted_at: Mapped[datetime | None]

    article: Mapped[Article] = relationship(back_populates="versions")
    original: Mapped[StoredOriginal | None] = relationship()
