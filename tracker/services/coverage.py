"""The coverage ledger of an article: every sentence a claim, declined, or still to be seen."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import coverage
from tracker.domain.actors import Actor
from tracker.domain.commands import Stretch
from tracker.domain.coverage import DECIDED, Coverage
from tracker.domain.errors import InvalidEdit, TransitionRefused
from tracker.domain.vocabulary import Role, SentenceReason, Stage
from tracker.extraction import sentences
from tracker.models import (
    Article,
    ArticleClosing,
    ArticleVersion,
    Claim,
    Event,
    SentenceDecision,
)
from tracker.services import history, queries
from tracker.services.lookup import fetch

#: A decision speaks for a sentence of which it takes more than this.
_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the text, and what has become of it."""

    number: int
    start: int
    end: int
    coverage: Coverage
    #: Why it holds no claim, where a person has said so and no claim has come since.
    decision: SentenceDecision | None
    claims: Sequence[int]

    @property
    def is_decided(self) -> bool:
        """Tell whether a person has decided on it."""
        return self.coverage in DECIDED


@dataclass(frozen=True, slots=True)
class Ledger:
    """The sentences of one version of an article, in reading order."""

    sentences: Sequence[Sentence]
    closing: ArticleClosing | None

    @property
    def counts(self) -> Counter[Coverage]:
        """Count the sentences by what has become of them."""
        return Counter(sentence.coverage for sentence in self.sentences)

    @property
    def decided(self) -> int:
        """Return how many sentences a person has decided on."""
        return sum(sentence.is_decided for sentence in self.sentences)

    @property
    def open(self) -> int:
        """Return how many sentences nobody has decided on."""
        return len(self.sentences) - self.decided

    @property
    def percent(self) -> int:
        """Return the decided part in whole percent; 100 only when nothing is open."""
        return 100 * self.decided // len(self.sentences) if self.sentences else 100

    @property
    def unseen(self) -> list[Sentence]:
        """Return the sentences that hold nothing and were not declined."""
        return [one for one in self.sentences if one.coverage is Coverage.UNSEEN]


def ledger(
    session: Session, version: ArticleVersion, claims: Sequence[Claim] | None = None
) -> Ledger:
    """Return what has become of each sentence; ``claims`` are those of the version, if at hand."""
    claims = queries.claims_of(session, version) if claims is None else claims
    counted = [one for one in claims if one.is_statement or one.stage is Stage.DECLINED]
    stretches = [(sentence.start, sentence.end) for sentence in sentences(version.text)]
    places = [
        (claim.id, coverage.counts_as(claim.stage), (span.start, span.end))
        for claim in counted
        for span in claim.spans
    ]
    heard = coverage.cover(stretches, [(word, stretch) for _id, word, stretch in places])
    holders = _holders(stretches, [(number, stretch) for number, _word, stretch in places])
    decisions = _decisions(session, version)
    found = [
        _sentence(number, stretch, word, holders[number], decisions)
        for number, (stretch, word) in enumerate(zip(stretches, heard, strict=True))
    ]
    return Ledger(found, session.get(ArticleClosing, version.article_id))


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
    wanted = _wanted(ledger(session, article.current), starts)
    held = [
        one.number + 1 for one in wanted if one.claims and one.coverage is not Coverage.DECLINED
    ]
    if held:
        numbers = ", ".join(str(number) for number in held)
        raise InvalidEdit("sentence", f"decide on the claims in sentence {numbers} instead")
    fresh = [one for one in wanted if one.coverage is Coverage.UNSEEN]
    if not fresh:
        raise InvalidEdit("sentence", "tick sentences that are not decided yet")
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


def declined_by(session: Session, event_id: int) -> list[int]:
    """Return where the sentences begin that an event declined."""
    event = session.get(Event, event_id)
    if event is None or event.action != "article.sentences_declined":
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
            f"decide on every sentence first: {standing.open} of {len(standing.sentences)} are open"
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
    return [one for one in standing.sentences if one.start in set(starts)]


def _decisions(session: Session, version: ArticleVersion) -> dict[int, SentenceDecision]:
    found = session.scalars(
        select(SentenceDecision)
        .where(SentenceDecision.article_version_id == version.id)
        .order_by(SentenceDecision.start)
    )
    return {one.start: one for one in found}


def _sentence(
    number: int,
    stretch: Stretch,
    word: Coverage,
    claims: Sequence[int],
    decisions: dict[int, SentenceDecision],
) -> Sentence:
    decision = None
    if word in {Coverage.UNSEEN, Coverage.DECLINED}:
        decision = decisions.get(stretch[0]) or _mostly(stretch, decisions)
    if decision is not None:
        word = Coverage.DECLINED
    return Sentence(number, *stretch, word, decision, claims)


def _mostly(stretch: Stretch, decisions: dict[int, SentenceDecision]) -> SentenceDecision | None:
    starts = list(decisions)
    first = max(0, bisect_left(starts, stretch[0]) - 1)
    for start in starts[first : bisect_left(starts, stretch[1])]:
        if coverage.share_of(stretch, (start, decisions[start].end)) > _MOSTLY:
            return decisions[start]
    return None


def _holders(
    stretches: Sequence[Stretch], places: Sequence[tuple[int, Stretch]]
) -> list[tuple[int, ...]]:
    """Return the claims that stand in each sentence."""
    found: list[dict[int, None]] = [{} for _sentence in stretches]
    for number, place in places:
        for at in coverage.touched(stretches, place):
            found[at][number] = None
    return [tuple(one) for one in found]
