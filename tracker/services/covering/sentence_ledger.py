"""The ledger of an article: each sentence of its text, and what has become of it."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import coverage
from tracker.domain.commands import Stretch
from tracker.domain.coverage import DECIDED, Coverage
from tracker.domain.vocabulary import Stage
from tracker.extraction import sentences
from tracker.models import ArticleClosing, ArticleVersion, Claim, SentenceDecision
from tracker.services import queries

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
