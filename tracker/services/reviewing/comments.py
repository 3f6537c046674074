"""Comments on claims: written, answered, changed, resolved, opened again."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.conversation import LONGEST_COMMENT, CommentDraft
from tracker.domain.errors import InvalidEdit, NotFound, PermissionRefused, TransitionRefused
from tracker.domain.quotations import locate
from tracker.domain.vocabulary import Role
from tracker.models import Claim, Comment
from tracker.readers import clean_text
from tracker.services.editing import claim_fields, claim_writing
from tracker.services.lookup import fetch
from tracker.services.reviewing import mentions
from tracker.services.reviewing.comment_threads import Thread, open_count, threads
from tracker.services.trail import history

__all__ = [
    "Thread",
    "add",
    "get",
    "may_resolve",
    "open_count",
    "reopen",
    "reply",
    "resolve",
    "revise",
    "threads",
]


def get(session: Session, claim_id: int, comment_id: int) -> Comment:
    """Return the comment on that claim as it stands now, or raise NotFound."""
    found = fetch(session, Comment, comment_id)
    if found.claim_id != claim_id:
        raise NotFound(
            "claim %(of)d has no comment with the number %(number)d",
            of=claim_id,
            number=comment_id,
        )
    return found


def add(
    session: Session, claim_id: int, draft: CommentDraft, *, actor: Actor, at: datetime
) -> Comment:
    """Begin a thread about the claim, a field of it, or words of its article."""
    actor.require(Role.CONTRIBUTOR)
    history.take_turn(session)
    claim = fetch(session, Claim, claim_id)
    claim_writing.require_words(claim)
    comment = _comment(claim_id, draft.words, actor=actor, at=at)
    if draft.field is not None and draft.field not in claim_fields.FIELDS:
        raise InvalidEdit("field", "choose a field of the claim")
    if draft.quote.strip():
        _place(comment, claim, draft)
    else:
        comment.field = draft.field
    return _say(session, comment, "comment.added", actor=actor, at=at)


def reply(
    session: Session,
    claim_id: int,
    thread_id: int,
    words: str,
    *,
    actor: Actor,
    at: datetime,
) -> Comment:
    """Answer in a thread; an answer to an answer stands in the same thread."""
    actor.require(Role.CONTRIBUTOR)
    history.take_turn(session)
    head = _head(session, claim_id, thread_id)
    comment = _comment(claim_id, words, actor=actor, at=at)
    comment.thread_id = head.id
    return _say(session, comment, "comment.replied", actor=actor, at=at)


def revise(
    session: Session,
    claim_id: int,
    comment_id: int,
    words: str,
    *,
    actor: Actor,
    at: datetime,
) -> bool:
    """Write a comment of one's own anew, and tell whether anything changed.

    What it said before stands in the history.
    """
    actor.require(Role.CONTRIBUTOR)
    history.take_turn(session)
    comment = get(session, claim_id, comment_id)
    if comment.created_by_id != actor.account_id:
        raise PermissionRefused("only the person who wrote a comment may change it")
    before, after = comment.words, _tidy(words)
    if before == after:
        return False
    comment.words, comment.edited_at = after, at
    session.flush()
    mentions.note(session, comment, at=at)
    _record(session, "comment.revised", comment, {"words": (before, after)}, actor=actor, at=at)
    return True


def may_resolve(comment: Comment, actor: Actor) -> bool:
    """Tell whether the actor may settle the thread: whoever began it, and those who check."""
    return comment.created_by_id == actor.account_id or actor.may(Role.FACT_CHECKER)


def resolve(
    session: Session, claim_id: int, thread_id: int, *, actor: Actor, at: datetime
) -> Comment:
    """Settle a thread; it no longer keeps the claim in."""
    head = _to_settle(session, claim_id, thread_id, actor=actor)
    if head.resolved_at is not None:
        raise TransitionRefused("this thread is resolved already")
    head.resolved_at, head.resolved_by_id = at, actor.account_id
    return _settled(session, "comment.resolved", head, actor=actor, at=at)


def reopen(
    session: Session, claim_id: int, thread_id: int, *, actor: Actor, at: datetime
) -> Comment:
    """Open a resolved thread again."""
    head = _to_settle(session, claim_id, thread_id, actor=actor)
    if head.resolved_at is None:
        raise TransitionRefused("this thread is open already")
    head.resolved_at = head.resolved_by_id = None
    return _settled(session, "comment.reopened", head, actor=actor, at=at)


def _to_settle(session: Session, claim_id: int, thread_id: int, *, actor: Actor) -> Comment:
    actor.require(Role.CONTRIBUTOR)
    history.take_turn(session)
    head = _head(session, claim_id, thread_id)
    if not may_resolve(head, actor):
        raise PermissionRefused("ask whoever began the thread, or a fact-checker")
    return head


def _settled(
    session: Session, action: str, head: Comment, *, actor: Actor, at: datetime
) -> Comment:
    session.flush()
    # It was set by number; whoever asks for the person next must not get the one before.
    session.expire(head, ["resolved_by"])
    resolved = head.resolved_at is not None
    changes = {"resolved": (not resolved, resolved)}
    _record(session, action, head, changes, actor=actor, at=at)
    return head


def _head(session: Session, claim_id: int, comment_id: int) -> Comment:
    comment = get(session, claim_id, comment_id)
    return get(session, claim_id, comment.thread_id) if comment.thread_id else comment


def _comment(claim_id: int, words: str, *, actor: Actor, at: datetime) -> Comment:
    if actor.account_id is None:
        raise PermissionRefused("only members write comments")
    return Comment(
        claim_id=claim_id,
        words=_tidy(words),
        created_at=at,
        created_by_id=actor.account_id,
    )


def _tidy(words: str) -> str:
    tidy = clean_text(words).strip()
    if not tidy:
        raise InvalidEdit("words", "write something")
    if len(tidy) > LONGEST_COMMENT:
        raise InvalidEdit(
            "words",
            "say it in at most %(most)s characters",
            most=LONGEST_COMMENT,
        )
    return tidy


def _place(comment: Comment, claim: Claim, draft: CommentDraft) -> None:
    """Put the comment where its quoted words stand: nearest to the place that is meant."""
    version = claim.article_version
    near = claim.position if draft.near is None else draft.near
    # Surroundings decide among several places; the text around the place is what they compare.
    found = locate(version.text[near:], draft.quote)
    shift = near
    if found is None:
        found, shift = locate(version.text, draft.quote), 0
    if found is None:
        raise InvalidEdit("quote", "these words do not stand in the article; copy them from it")
    comment.article_version_id = version.id
    comment.start, comment.end = found.start + shift, found.end + shift
    comment.quote = found.exact


def _say(session: Session, comment: Comment, action: str, *, actor: Actor, at: datetime) -> Comment:
    session.add(comment)
    session.flush()
    mentions.note(session, comment, at=at)
    about = comment.quote or comment.field
    changes = {"words": (None, comment.words)} | ({"about": (None, about)} if about else {})
    _record(session, action, comment, changes, actor=actor, at=at)
    return comment


def _record(
    session: Session,
    action: str,
    comment: Comment,
    changes: dict[str, tuple[Any, Any]],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Write into the history of the claim which comment changed, and how."""
    told = {"comment": (None, comment.id)} | changes
    history.record(session, action, ("claim", comment.claim_id), told, actor=actor, at=at)
