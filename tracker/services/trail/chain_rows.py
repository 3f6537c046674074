"""The rows of the history as they are stored, for whoever verifies their seals.

Read without the models, which would turn the stored texts into values; what a digest or a seal
covers is put together by the database, as bytes, since it does that faster than Python.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    ColumnElement,
    LargeBinary,
    Select,
    Text,
    cast,
    column,
    func,
    or_,
    select,
    table,
    type_coerce,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from tracker.domain.hashing import SEAL_VERSION

#: The events that tell of an erasure: of a member, and of words.
MEMBER_ERASED = "account.erased"
ERASED = (MEMBER_ERASED, "claim.erased", "speaker.erased")


class Link(NamedTuple):
    """One event as it is stored."""

    id: int
    at: str
    actor_id: int | None
    actor_name: str
    action: str
    subject: str
    subject_id: int
    changes: str
    note: str
    previous_hash: str
    hash: str
    seal_version: int
    name_digest: str | None
    name_salt: str | None
    words_digest: str | None
    words_salt: str | None
    is_name_erased: bool
    is_words_erased: bool


_EVENT = table("event", *(column(name) for name in Link._fields))
_FLAGS = tuple(column(name, Boolean()) for name in ("is_name_erased", "is_words_erased"))
#: What the two digests and the seal cover, in this order; none but the last of the words may
#: hold a line end.
_NAME = ("name_salt", "actor_name")
_WORDS = ("words_salt", "changes", "note")
_FRAME = (
    "previous_hash",
    "seal_version",
    "at",
    "actor_id",
    "action",
    "subject",
    "subject_id",
    "name_digest",
    "words_digest",
)
_NUMBERS = frozenset({"seal_version", "actor_id", "subject_id"})


def every(session: Session, after: int, most: int) -> Select[Any]:
    """Return what reads the events next to the number ``after``, at most so many.

    A row is the number; whether the event needs a closer look; the bytes that the digest of the
    name, the digest of the words and the seal cover; and the seal. A part that is missing leaves
    no bytes, and so no seal fits.
    """
    dialect = _dialect(session)
    closer_look = or_(column("seal_version") != SEAL_VERSION, *_FLAGS, column("action").in_(ERASED))
    statement = select(
        column("id"),
        type_coerce(closer_look, NullType()),
        *(_bytes(dialect, names) for names in (_NAME, _WORDS, _FRAME)),
        column("hash"),
    )
    return statement.select_from(_EVENT).where(column("id") > after).order_by("id").limit(most)


def last_given(session: Session) -> int:
    """Return the highest number that an event ever had, as far as the database remembers.

    SQLite keeps it beside the table and takes it back with a transaction that fails; PostgreSQL
    keeps it whatever becomes of the transaction, so there it says nothing.
    """
    if _dialect(session) != "sqlite":
        return 0
    kept: Select[Any] = select(column("seq")).select_from(table("sqlite_sequence"))
    return session.scalar(kept.where(column("name") == "event")) or 0


def link(session: Session, event_id: int) -> Link:
    """Return one event as it is stored."""
    dialect = _dialect(session)
    columns = [_as_sealed(dialect, name).label(name) for name in Link._fields]
    one = select(*columns).select_from(_EVENT).where(column("id") == event_id)
    return Link._make(session.execute(one).one())


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


def _bytes(dialect: str, names: Sequence[str]) -> ColumnElement[Any]:
    """Say in SQL: these columns with line ends between them, as bytes."""
    joined: ColumnElement[Any] = _as_text(dialect, names[0])
    for name in names[1:]:
        joined = joined.concat("\n").concat(_as_text(dialect, name))
    told = func.coalesce(joined, "")
    if dialect == "postgresql":
        return func.convert_to(told, "UTF8")
    # Without a type, or each value would be copied once more on its way.
    return type_coerce(cast(told, LargeBinary), NullType())


def _as_text(dialect: str, name: str) -> ColumnElement[Any]:
    known = _as_sealed(dialect, name)
    if name in _NUMBERS and dialect == "postgresql":
        known = cast(known, Text)
    # Python writes so who acts without an account.
    return func.coalesce(known, "None") if name == "actor_id" else type_coerce(known, Text())


def _as_sealed(dialect: str, name: str) -> ColumnElement[Any]:
    """Return the column; on PostgreSQL, times and changes in the words that SQLite stores."""
    if dialect == "postgresql" and name == "at":
        return func.to_char(func.timezone("UTC", column(name)), "YYYY-MM-DD HH24:MI:SS.US")
    if dialect == "postgresql" and name == "changes":
        return cast(column(name), Text)
    return column(name)
