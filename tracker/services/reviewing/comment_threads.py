"""The threads of a claim as they are read, and how many of them are open.

A thread that is open keeps its claim from being approved or published.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from tracker.models import Comment


@dataclass(frozen=True, slots=True)
class Thread:
    """The first comment with its replies, in the order in which they were written."""

    first: Comment
    replies: Sequence[Comment]

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for an answer that settles it."""
        return self.first.resolved_at is None


def threads(session: Session, claim_id: int) -> list[Thread]:
    """Return the threads of a claim: the open ones first, then by age."""
    found = session.scalars(
        select(Comment)
        .where(Comment.claim_id == claim_id)
        .options(joinedload(Comment.created_by), joinedload(Comment.resolved_by))
        .order_by(Comment.id)
    ).all()
    replies: defaultdict[int, list[Comment]] = defaultdict(list)
    for one in found:
        if one.thread_id is not None:
            replies[one.thread_id].append(one)
    heads = [one for one in found if one.thread_id is None]
    heads.sort(key=lambda head: head.resolved_at is not None)
    return [Thread(head, replies[head.id]) for head in heads]


def open_count(session: Session, claim_id: int) -> int:
    """Count the threads of a claim that nobody has resolved."""
    return (
        session.scalar(
            select(func.count(Comment.id)).where(
                Comment.claim_id == claim_id,
                Comment.thread_id.is_(None),
                Comment.resolved_at.is_(None),
            )
        )
        or 0
    )
