"""The base of all models: names for constraints, UTC times, a CHECK for every vocabulary."""

import enum
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

from tracker.domain.messages import Message, unpack

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

#: Rows whose numbers stand in the history must never hand their number on.
NEVER_REUSE_NUMBERS = {"sqlite_autoincrement": True}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment that is aware and in UTC, in Python and in both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments: nobody can tell what they mean."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs its time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Hand out the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class MessageText(TypeDecorator[str]):
    """Why something was refused: kept with its values, so that each reads it in their language."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """Keep the sentence and its values, where it has any."""
        return value.pack() if isinstance(value, Message) else value

    def process_result_value(self, value: str | None, _dialect: Dialect) -> str | None:
        """Hand out the message, which is an English text."""
        return None if value is None else unpack(value)


class MessageTexts(TypeDecorator[list[str]]):
    """Several of them."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: list[str] | None, _dialect: Dialect) -> list[str] | None:
        """Keep each as MessageText does."""
        return value and [one.pack() if isinstance(one, Message) else one for one in value]

    def process_result_value(self, value: list[str] | None, _dialect: Dialect) -> list[str] | None:
        """Hand out the messages."""
        return value and [unpack(one) for one in value]


def vocabulary(words: type[enum.Enum], *, name: str | None = None) -> Enum:
    """Return the column type of a vocabulary: a short string and a CHECK called ``name``."""
    options = {} if name is None else {"name": name}
    return Enum(
        words,
        native_enum=False,
        create_constraint=True,
        values_callable=lambda kind: [word.value for word in kind],
        length=40,
        **options,
    )


class Base(DeclarativeBase):
    """Declarative base; a vocabulary becomes a short string with a named CHECK."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: dict[Any, Any] = {
        enum.Enum: vocabulary(enum.Enum),
        datetime: UtcDateTime(),
        str: String(),
    }
