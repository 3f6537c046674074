"""Whom comments name, and who has read it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, joinedload

from tracker.domain.actors import Actor
from tracker.domain.conversation import named_in, renamed
from tracker.models import ERASED_NAME, Account, Claim, Comment, Mention
from tracker.services.lookup import fetch

#: As many as somebody reads at once.
NEWEST = 100


@dataclass(frozen=True, slots=True)
class Call:
    """One mention with the comment that makes it and the claim that it is about."""

    mention: Mention
    claim: Claim


def note(session: Session, comment: Comment, *, at: datetime) -> None:
    """Write down whom the comment names now; whoever was named before stays named.

    The event of the comment itself tells of it: a mention is in its words.
    """
    names = _names(session)
    known = set(session.scalars(select(Mention.account_id).where(Mention.comment_id == comment.id)))
    for number in sorted(named_in(comment.words, names) - known - {comment.created_by_id}):
        session.add(Mention(comment_id=comment.id, account_id=number, created_at=at))
    session.flush()


def unread_count(session: Session, actor: Actor) -> int:
    """Count what names this member and they have not read."""
    return (
        session.scalar(
            select(func.count(Mention.id)).where(
                Mention.account_id == actor.account_id, Mention.read_at.is_(None)
            )
        )
        or 0
    )


def of_member(session: Session, actor: Actor) -> Sequence[Call]:
    """Return the newest mentions of this member: the unread ones first."""
    found = session.execute(
        select(Mention, Claim)
        .join(Comment, Mention.comment_id == Comment.id)
        .join(Claim, Comment.claim_id == Claim.id)
        .where(Mention.account_id == actor.account_id)
        .options(joinedload(Mention.comment).joinedload(Comment.created_by))
        .order_by(Mention.read_at.is_not(None), Mention.id.desc())
        .limit(NEWEST)
    )
    return [Call(mention, claim) for mention, claim in found]


def read(session: Session, mention_id: int, *, actor: Actor, at: datetime) -> Mention:
    """Mark one mention as read, if it is this member's own."""
    mention = fetch(session, Mention, mention_id)
    if mention.account_id == actor.account_id and mention.read_at is None:
        mention.read_at = at
        session.flush()
    return mention


def read_all(session: Session, *, actor: Actor, at: datetime, claim_id: int | None = None) -> None:
    """Mark all of this member's mentions as read, or those of one claim.

    What a member has read concerns nobody else, so the history is not told.
    """
    statement = update(Mention).where(
        Mention.account_id == actor.account_id, Mention.read_at.is_(None)
    )
    if claim_id is not None:
        there = select(Comment.id).where(Comment.claim_id == claim_id)
        statement = statement.where(Mention.comment_id.in_(there))
    session.execute(statement.values(read_at=at))


def forget(session: Session, account_id: int, names: Collection[str]) -> None:
    """Take a member's names out of the comments that call them in, as an erasure asks.

    Whoever has a name that begins like theirs keeps it.
    """
    everybody = _names(session)
    calling = select(Mention.comment_id).where(Mention.account_id == account_id)
    for comment in session.scalars(select(Comment).where(Comment.id.in_(calling))):
        for name in names:
            known = everybody | {account_id: name}
            comment.words = renamed(comment.words, account_id, known, to=ERASED_NAME)
    session.flush()
    session.execute(delete(Mention).where(Mention.account_id == account_id))


def _names(session: Session) -> dict[int, str]:
    """Return the names by which members can be called, by number."""
    members = select(Account.id, Account.name).where(Account.is_active)
    return dict(session.execute(members).all())
