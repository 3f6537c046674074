"""Feeds that are watched for articles, and their entries."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.vocabulary import EntryState
from tracker.models.base import NEVER_REUSE_NUMBERS, Base, MessageText


class Feed(Base):
    """An RSS or Atom feed whose entries come in as articles."""

    __tablename__ = "feed"
    __table_args__ = (
        CheckConstraint("interval_minutes >= 5", name="interval_is_polite"),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(default="")
    interval_minutes: Mapped[int]
    is_active: Mapped[bool] = mapped_column(default=True)
    #: What the server said of the state we have, to be told "not modified" next time.
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    checked_at: Mapped[datetime | None]
    #: Why the last check failed; empty when it did not.
    problem: Mapped[str] = mapped_column(MessageText, default="")
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    entries: Mapped[list["FeedEntry"]] = relationship(order_by="FeedEntry.id.desc()")


class FeedEntry(Base):
    """One entry of a feed, and what became of it."""

    __tablename__ = "feed_entry"
    __table_args__ = (UniqueConstraint("feed_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    feed_id: Mapped[int] = mapped_column(ForeignKey("feed.id"), index=True)
    #: The entry's own id, or its address.
    key: Mapped[str]
    url: Mapped[str | None]
    title: Mapped[str]
    state: Mapped[EntryState]
    reason: Mapped[str] = mapped_column(MessageText, default="")
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id"))
    tries: Mapped[int] = mapped_column(default=1)
    seen_at: Mapped[datetime]
