"""Which claims are made again and again.

Two claims are the same where their wordings are, without case, accents and spacing; or where
they share one of their two longest words and are at least 90 % alike, in whatever order their
words stand. Somebody who reads them may well judge otherwise.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import token_sort_ratio
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.folding import fold
from tracker.domain.vocabulary import Stage
from tracker.models import ArticleVersion, Claim, Speaker
from tracker.services.figures.statistics import Scope

#: The newest claims that are looked at, and with how many others one is compared at most.
MOST_CLAIMS, MOST_COMPARED = 3_000, 40
#: How alike two wordings must be, of 100.
ALIKE = 90
#: As many as one looks at.
MOST = 10


@dataclass(frozen=True, slots=True)
class Repeat:
    """A claim in the words in which it came last, and how often it was made."""

    claim_id: int
    wording: str
    times: int
    articles: int
    speakers: int


@dataclass(frozen=True, slots=True)
class _Saying:
    claim_id: int
    wording: str
    article_id: int
    speaker_id: int | None


def most_repeated(session: Session, scope: Scope) -> tuple[Repeat, ...]:
    """Return the statements of the scope that were made most often, twice or more."""
    groups = _grouped(_sayings(session, scope))
    repeats = [_repeat(group) for group in groups if len(group) > 1]
    return tuple(sorted(repeats, key=lambda one: (-one.times, -one.claim_id))[:MOST])


def _sayings(session: Session, scope: Scope) -> Iterator[_Saying]:
    rows = session.execute(
        select(
            Claim.id,
            Claim.wording,
            ArticleVersion.article_id,
            func.coalesce(Speaker.canonical_id, Claim.speaker_id),
        )
        .join(Claim.article_version)
        .outerjoin(Claim.speaker)
        .where(scope.came_in(), Claim.is_statement, Claim.stage != Stage.DECLINED)
        .order_by(Claim.id.desc())
        .limit(MOST_CLAIMS)
    )
    for row in rows:
        yield _Saying(row[0], row[1], row[2], row[3])


def _grouped(sayings: Iterable[_Saying]) -> Sequence[list[_Saying]]:
    """Put each saying to the first group that it is like."""
    groups: dict[str, list[_Saying]] = {}
    by_word: defaultdict[str, list[str]] = defaultdict(list)
    for saying in sayings:
        words = fold(saying.wording)
        alike = words if words in groups else _alike(words, by_word)
        if alike is None:
            groups[words] = []
            for word in _longest(words):
                by_word[word].append(words)
        groups[alike or words].append(saying)
    return list(groups.values())


def _alike(words: str, by_word: dict[str, list[str]]) -> str | None:
    for word in _longest(words):
        for other in by_word.get(word, [])[-MOST_COMPARED:]:
            if token_sort_ratio(words, other, score_cutoff=ALIKE):
                return other
    return None


def _longest(words: str) -> list[str]:
    return sorted(set(words.split()), key=lambda word: (-len(word), word))[:2]


def _repeat(group: Sequence[_Saying]) -> Repeat:
    return Repeat(
        claim_id=group[0].claim_id,
        wording=group[0].wording,
        times=len(group),
        articles=len({one.article_id for one in group}),
        speakers=len({one.speaker_id for one in group if one.speaker_id is not None}),
    )
