"""Records by their number, or a plain refusal."""

from typing import TypeVar

from sqlalchemy.orm import Session

from tracker.domain.errors import NotFound
from tracker.models import Base

#: The largest number that both databases can hold in a key.
LARGEST = 2**31 - 1

Record = TypeVar("Record", bound=Base)


def fetch(session: Session, kind: type[Record], number: int) -> Record:
    """Return the record as it stands in the database now, or raise NotFound.

    What the session remembers of it is read again: the caller is about to compare versions.
    """
    found = find(session, kind, number)
    if found is None:
        name = kind.__name__.lower()
        raise NotFound(f"there is no {name} with the number {number}")
    return found


def find(session: Session, kind: type[Record], number: int | None) -> Record | None:
    """Return the record as it stands in the database now, or None."""
    if number is None or not 0 < number <= LARGEST:
        return None
    return session.get(kind, number, populate_existing=True)
