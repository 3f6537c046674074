"""Who speaks and who reports in the claims that came in: our choice of articles, not the world."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from tracker.domain.vocabulary import ContentVerdict, Stage
from tracker.models import Article, ArticleVersion, Claim, Outlet, Speaker
from tracker.services.figures.statistics import Scope

#: As many as one looks at.
MOST = 10


@dataclass(frozen=True, slots=True)
class Source:
    """A speaker or an outlet, with its claims, and how many of them are rated and are out."""

    id: int
    name: str
    claims: int
    rated: int
    published: int


def speakers(session: Session, scope: Scope) -> tuple[Source, ...]:
    """Return those with most claims; merged records count as one."""
    canonical = func.coalesce(Speaker.canonical_id, Speaker.id)
    counted = _counted(canonical, scope).join(Speaker, Speaker.id == Claim.speaker_id)
    return _named(session, counted, Speaker)


def outlets(session: Session, scope: Scope) -> tuple[Source, ...]:
    """Return those in whose articles most claims stand."""
    counted = _counted(Article.outlet_id, scope).join(Claim.article_version)
    counted = counted.join(ArticleVersion.article).where(Article.outlet_id.is_not(None))
    return _named(session, counted, Outlet)


def _counted(key: Any, scope: Scope) -> Any:
    rated = case((Claim.content_verdict != ContentVerdict.NOT_RATED, 1), else_=0)
    out = case((Claim.stage.in_((Stage.PUBLISHED, Stage.CORRECTED)), 1), else_=0)
    return (
        select(
            key.label("key"),
            func.count().label("claims"),
            func.sum(rated).label("rated"),
            func.sum(out).label("published"),
        )
        .select_from(Claim)
        .where(scope.came_in(), Claim.stage != Stage.DECLINED)
        .group_by(key)
        .order_by(func.count().desc(), key)
        .limit(MOST)
    )


def _named(session: Session, counted: Any, kind: Any) -> tuple[Source, ...]:
    rows: Sequence[Any] = session.execute(counted).all()
    asked = select(kind.id, kind.name).where(kind.id.in_([row.key for row in rows]))
    names = {row[0]: row[1] for row in session.execute(asked)}
    return tuple(Source(r.key, names[r.key], r.claims, r.rated, r.published) for r in rows)
