"""Records by their number, or a plain refusal."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.orm import Session

from tracker.domain.errors import NotFound
from tracker.domain.messages import Term
from tracker.models import Base

#: The largest number that both databases can hold in a key.
LARGEST = 2**31 - 1

#: What people call the records that they may ask for.
WORDS = {
    "account": "member",
    "amendment": "proposal",
    "article": "article",
    "article_version": "version",
    "claim": "claim",
    "claim_media": "medium",
    "comment": "comment",
    "desk": "desk",
    "erasure": "erasure",
    "evidence": "piece of evidence",
    "external_review": "check of others",
    "import_run": "import",
    "mention": "mention",
    "outlet": "outlet",
    "redaction": "erasure",
    "reply": "request for a reply",
    "speaker": "speaker",
}

Record = TypeVar("Record", bound=Base)


def fetch(session: Session, kind: type[Record], number: int) -> Record:
    """Return the record as it stands in the database now, or raise NotFound.

    What the session remembers of it is read again: the caller is about to compare versions.
    """
    found = find(session, kind, number)
    if found is None:
        raise NotFound(
            "there is no %(kind)s with the number %(number)d", kind=named(kind), number=number
        )
    return found


def named(kind: type[Base]) -> Term:
    """Return what a record of this kind is called."""
    return Term(WORDS.get(kind.__tablename__, kind.__tablename__.replace("_", " ")))


def find(session: Session, kind: type[Record], number: int | None) -> Record | None:
    """Return the record as it stands in the database now, or None."""
    if number is None or not 0 < number <= LARGEST:
        return None
    return session.get(kind, number, populate_existing=not session.info.get("alone", False))


@contextmanager
def alone(session: Session) -> Iterator[None]:
    """Let what the session reads from here on stand until the end of the block.

    For many writes in one transaction that has the turn: nobody else can change a record that
    was read in it, so none need be read twice.
    """
    session.flush()
    session.expire_all()
    session.info["alone"] = True
    try:
        yield
    finally:
        del session.info["alone"]
