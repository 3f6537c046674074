"""Counts what a piece of work asks the database, to hold it to a number of statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    """Collect the statements that the session's connection carries out in the block."""
    found: list[str] = []
    connection = session.connection()

    def note(*arguments: Any) -> None:
        found.append(arguments[2])

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(connection, "before_cursor_execute", note)
