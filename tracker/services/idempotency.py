"""Requests that a program may send twice, and that are carried out once.

A key is taken in a short transaction of its own, before the work begins; the answer is written
in the transaction of the work, so that the two hold together or not at all. (After the draft
The Idempotency-Key HTTP Header Field of the IETF.)
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.domain.errors import TrackerError
from tracker.models import KeptAnswer

#: How long an answer is kept.
KEPT = timedelta(hours=24)
#: A request that was not answered for so long has died; the next one may carry it out.
GIVEN_UP = timedelta(seconds=60)


class KeyInUse(TrackerError):
    """The first request with this key is still being carried out."""


class KeyMisused(TrackerError):
    """The key stands for another request."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer to the first request."""

    status: int
    headers: Mapping[str, str]
    body: str


def fingerprint(method: str, address: str, body: bytes) -> str:
    """Return what tells one request from another."""
    return hashlib.sha256(b"\n".join((method.encode(), address.encode(), body))).hexdigest()


def begin(
    session: Session, token_id: int, key: str, request_hash: str, *, at: datetime
) -> Kept | None:
    """Take the key, or return what was answered before; the caller commits at once.

    Raises KeyInUse while the first request is at work, and KeyMisused where the key stands for
    another request.
    """
    session.execute(delete(KeptAnswer).where(KeptAnswer.begun_at <= at - KEPT))
    known = _find(session, token_id, key)
    if known is None:
        _take(session, token_id, key, request_hash, at=at)
        return None
    if known.request_hash != request_hash:
        raise KeyMisused("this idempotency key was used for another request; take a new one")
    if known.status is not None:
        return Kept(known.status, known.headers, known.body or "")
    renewed = session.execute(
        update(KeptAnswer)
        .where(KeptAnswer.id == known.id, KeptAnswer.begun_at <= at - GIVEN_UP)
        .values(begun_at=at)
        .returning(KeptAnswer.id)
    ).all()
    if not renewed:
        raise KeyInUse("the first request with this idempotency key is still at work")
    return None


def finish(session: Session, token_id: int, key: str, kept: Kept) -> None:
    """Write the answer beside the work, in the same transaction."""
    session.execute(
        update(KeptAnswer)
        .where(KeptAnswer.token_id == token_id, KeptAnswer.key == key)
        .values(status=kept.status, headers=dict(kept.headers), body=kept.body)
    )


def release(session: Session, token_id: int, key: str) -> None:
    """Give the key back after a refusal or a failure: nothing was done, so it may be tried."""
    session.execute(
        delete(KeptAnswer).where(
            KeptAnswer.token_id == token_id, KeptAnswer.key == key, KeptAnswer.status.is_(None)
        )
    )


def _find(session: Session, token_id: int, key: str) -> KeptAnswer | None:
    return session.scalar(
        select(KeptAnswer).where(KeptAnswer.token_id == token_id, KeptAnswer.key == key)
    )


def _take(session: Session, token_id: int, key: str, request_hash: str, *, at: datetime) -> None:
    taken = KeptAnswer(
        token_id=token_id, key=key, request_hash=request_hash, begun_at=at, headers={}
    )
    try:
        with session.begin_nested():
            session.add(taken)
    except IntegrityError:
        raise KeyInUse("the first request with this idempotency key is still at work") from None
