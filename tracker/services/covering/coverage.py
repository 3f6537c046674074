"""The coverage of an article: sentences declined and opened, the article closed and reopened."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.coverage import Coverage, SentenceReason
from tracker.domain.errors import InvalidEdit, TransitionRefused
from tracker.domain.vocabulary import Role
from tracker.models import Article, ArticleClosing, Event, SentenceDecision
from tracker.services.covering.sentence_ledger import Ledger, Sentence, ledger
from tracker.services.lookup import fetch, find
from tracker.services.trail import history

__all__ = [
    "Ledger",
    "Sentence",
    "close",
    "decline",
    "declined_by",
    "ledger",
    "reopen",
    "settle",
    "take_back",
]


def decline(
    session: Session,
    article_id: int,
    starts: Collection[int],
    reason: SentenceReason,
    *,
    actor: Actor,
    at: datetime,
) -> Event:
    """Say of sentences, named by where they begin, that they hold no claim; return the event.

    Those that are declined already stay as they are. A sentence with a claim or a proposal is
    refused: that is accepted or declined itself.
    """
    actor.require(Role.CONTRIBUTOR)
    history.take_turn(session)
    article = fetch(session, Article, article_id)
    fresh = _unseen(_wanted(ledger(session, article.current), starts))
    session.add_all(
        SentenceDecision(
            article_version_id=article.current.id,
            start=one.start,
            end=one.end,
            reason=reason,
            decided_at=at,
            decided_by_id=actor.account_id,
        )
        for one in fresh
    )
    session.flush()
    changes = {
        "sentences": (None, [[one.start, one.end] for one in fresh]),
        "reason": (None, reason),
    }
    subject = ("article", article.id)
    action = "article.sentences_declined"
    return history.record(session, action, subject, changes, actor=actor, at=at)


def declined_by(session: Session, article_id: int, event_id: int) -> list[int]:
    """Return where the sentences of the article begin that an event declined."""
    event = find(session, Event, event_id)
    subject = ("article", article_id)
    is_ours = event is not None and (event.subject, event.subject_id) == subject
    if event is None or not is_ours or event.action != "article.sentences_declined":
        return []
    return [start for start, _end in event.changes["sentences"][1]]


def take_back(
    session: Session, article_id: int, starts: Collection[int], *, actor: Actor, at: datetime
) -> int:
    """Open declined sentences again, and the article with them; return how many there were."""
    actor.require(Role.CONTRIBUTOR)
    history.take_turn(session)
    article = fetch(session, Article, article_id)
    wanted = _wanted(ledger(session, article.current), starts)
    going = [one.decision for one in wanted if one.decision is not None]
    if not going:
        raise InvalidEdit("sentence", "tick sentences that were declined by themselves")
    changes = {"sentences": ([[one.start, one.end] for one in going], None)}
    for decision in going:
        session.delete(decision)
    session.flush()
    subject = ("article", article.id)
    history.record(session, "article.sentences_reopened", subject, changes, actor=actor, at=at)
    settle(session, article, actor=actor, at=at)
    return len(going)


def close(session: Session, article_id: int, *, actor: Actor, at: datetime) -> None:
    """Close an article in which every sentence is decided."""
    actor.require(Role.CONTRIBUTOR)
    history.take_turn(session)
    article = fetch(session, Article, article_id)
    standing = ledger(session, article.current)
    if standing.closing is not None:
        raise TransitionRefused("this article is closed already")
    if standing.open:
        raise TransitionRefused(
            "decide on every sentence first: %(open)s of %(sentences)s are open",
            open=standing.open,
            sentences=len(standing.sentences),
        )
    session.add(ArticleClosing(article_id=article.id, closed_at=at, closed_by_id=actor.account_id))
    session.flush()
    changes = {"sentences": (None, len(standing.sentences)), "is_closed": (False, True)}
    history.record(session, "article.closed", ("article", article.id), changes, actor=actor, at=at)


def reopen(
    session: Session, article_id: int, *, actor: Actor, at: datetime, note: str = ""
) -> None:
    """Open a closed article again."""
    actor.require(Role.CONTRIBUTOR)
    history.take_turn(session)
    closing = session.get(ArticleClosing, article_id, populate_existing=True)
    if closing is None:
        raise TransitionRefused("this article is open")
    session.delete(closing)
    session.flush()
    changes = {"is_closed": (True, False)}
    subject = ("article", article_id)
    history.record(session, "article.reopened", subject, changes, actor=actor, at=at, note=note)


def settle(session: Session, article: Article, *, actor: Actor, at: datetime) -> bool:
    """Open a closed article again where a sentence has come open; tell whether it was."""
    if session.get(ArticleClosing, article.id) is None:
        return False
    still_open = ledger(session, article.current).open
    if still_open:
        note = f"{still_open} of its sentences have come open"
        reopen(session, article.id, actor=actor, at=at, note=note)
    return bool(still_open)


def _wanted(standing: Ledger, starts: Collection[int]) -> list[Sentence]:
    asked = set(starts)
    return [one for one in standing.sentences if one.start in asked]


def _unseen(wanted: Sequence[Sentence]) -> list[Sentence]:
    """Return those that nobody has decided on; refuse where a claim waits for a decision."""
    held = [
        one.number + 1 for one in wanted if one.claims and one.coverage is not Coverage.DECLINED
    ]
    if held:
        numbers = ", ".join(str(number) for number in held)
        raise InvalidEdit(
            "sentence", "decide on the claims in sentence %(numbers)s instead", numbers=numbers
        )
    fresh = [one for one in wanted if one.coverage is Coverage.UNSEEN]
    if not fresh:
        raise InvalidEdit("sentence", "tick sentences that are not decided yet")
    return fresh
