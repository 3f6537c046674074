"""The history: one row a change, sealed to the row before; nobody may alter or delete one.

What a row says of people can be erased where the law asks for it: the seal covers salted digests
of those parts, which stay, and the salts go with the words.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import NEVER_REUSE_NUMBERS, Base

#: What stands where a name was erased; the database's trigger knows this word, too.
ERASED_NAME = "Erased member"


class Event(Base):
    """Who did what to which record, when, and from what to what.

    Only ``services.trail.history.record`` writes here; database triggers refuse UPDATE and DELETE.
    """

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("length(hash) = 64", name="hash_is_hex"),
        CheckConstraint("length(previous_hash) = 64", name="previous_hash_is_hex"),
        Index("ix_event_subject", "subject", "subject_id", "id"),
        Index("ix_event_action_at", "action", "at", "subject_id", "actor_id"),
        NEVER_REUSE_NUMBERS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    #: Copied in: the history reads the same when the account is renamed.
    actor_name: Mapped[str]
    #: Such as ``claim.revised``.
    action: Mapped[str]
    #: What kind of record, and which; no foreign key, since the history outlives it.
    subject: Mapped[str]
    subject_id: Mapped[int]
    #: ``{field: [old, new]}`` in JSON's own types.
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(default="")
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)
    #: How it is sealed: 1 over the words themselves, 2 over their digests.
    seal_version: Mapped[int] = mapped_column(default=2, server_default="1")
    #: Salted digests of the actor's name, and of the changes and the note.
    name_digest: Mapped[str | None]
    name_salt: Mapped[str | None]
    words_digest: Mapped[str | None]
    words_salt: Mapped[str | None]
    is_name_erased: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_words_erased: Mapped[bool] = mapped_column(default=False, server_default=false())
