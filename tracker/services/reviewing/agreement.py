"""How far first and second readers agree: the whole newsroom, each desk, each step of the scale."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import agreement
from tracker.domain.agreement import Reading
from tracker.domain.shares import Share
from tracker.domain.vocabulary import SCORES, AttributionVerdict, ContentVerdict
from tracker.models import Article, ArticleVersion, Claim, Desk, SecondVerdict

_STEPS = tuple(sorted(SCORES.values()))


@dataclass(frozen=True, slots=True)
class Twice:
    """One claim read twice, as each reader found it before they had talked."""

    first: ContentVerdict
    second: ContentVerdict
    first_said: AttributionVerdict
    second_said: AttributionVerdict
    desk: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The agreement of one group of pairs; the coefficients rest on ``counted`` of them."""

    name: str
    same: Share
    kappa: float | None
    alpha: float | None
    #: Pairs in which both verdicts are steps of the scale: others have no place in an order.
    counted: int

    @property
    def reading(self) -> Reading:
        """Return what the newsroom may make of it."""
        return agreement.reading(self.counted, self.alpha)


@dataclass(frozen=True, slots=True)
class Step:
    """What became of the claims that the first reader put at one verdict."""

    verdict: ContentVerdict
    same: Share
    near: Share


@dataclass(frozen=True, slots=True)
class Agreement:
    """All the figures of the page."""

    whole: Figures
    attribution: Figures
    desks: Sequence[Figures]
    steps: Sequence[Step]

    @property
    def pairs(self) -> int:
        """Return how many claims were read twice."""
        return self.whole.same.whole


def measure(session: Session) -> Agreement:
    """Compare every second verdict with the first one as it stood then."""
    pairs = _pairs(session)
    names = sorted({one.desk for one in pairs})
    return Agreement(
        whole=_figures("", pairs),
        attribution=_said(pairs),
        desks=[_figures(name, [p for p in pairs if p.desk == name]) for name in names],
        steps=[step for step in (_step(v, pairs) for v in ContentVerdict) if step.same.whole],
    )


def _pairs(session: Session) -> list[Twice]:
    found = session.execute(
        select(
            SecondVerdict.first_content_verdict,
            SecondVerdict.content_verdict,
            SecondVerdict.first_attribution_verdict,
            SecondVerdict.attribution_verdict,
            Desk.name,
        )
        .join(Claim, SecondVerdict.claim_id == Claim.id)
        .join(ArticleVersion, Claim.article_version_id == ArticleVersion.id)
        .join(Article, ArticleVersion.article_id == Article.id)
        .join(Desk, Article.desk_id == Desk.id)
        .order_by(SecondVerdict.id)
    )
    return [Twice(*row) for row in found]


def _figures(name: str, pairs: Sequence[Twice]) -> Figures:
    ordered = list(_on_scale(pairs))
    return Figures(
        name=name,
        same=Share(sum(one.first is one.second for one in pairs), len(pairs)),
        kappa=agreement.kappa(ordered, ordered=_STEPS),
        alpha=agreement.alpha(ordered),
        counted=len(ordered),
    )


def _said(pairs: Sequence[Twice]) -> Figures:
    """Compare the verdicts on who said it, which have no order."""
    words = list(AttributionVerdict)
    numbers = [(words.index(one.first_said), words.index(one.second_said)) for one in pairs]
    return Figures(
        name="",
        same=Share(sum(a == b for a, b in numbers), len(numbers)),
        kappa=agreement.kappa(numbers),
        alpha=agreement.alpha(numbers, ordinal=False),
        counted=len(numbers),
    )


def _on_scale(pairs: Iterable[Twice]) -> Iterable[tuple[int, int]]:
    for one in pairs:
        if one.first.score is not None and one.second.score is not None:
            yield one.first.score, one.second.score


def _step(verdict: ContentVerdict, pairs: Sequence[Twice]) -> Step:
    there = [one for one in pairs if one.first is verdict]
    near = [one for one in there if one.second is verdict or _are_near(one)]
    same = sum(one.second is verdict for one in there)
    return Step(verdict, Share(same, len(there)), Share(len(near), len(there)))


def _are_near(one: Twice) -> bool:
    first, second = one.first.score, one.second.score
    return first is not None and second is not None and abs(first - second) <= 1
