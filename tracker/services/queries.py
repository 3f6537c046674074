"""What the pages read: single records with all that belongs to them, and a few figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.domain.errors import NotFound
from tracker.domain.vocabulary import Role, Stage
from tracker.models import (
    Account,
    Article,
    ArticleVersion,
    Base,
    Claim,
    Membership,
    Outlet,
    Speaker,
)
from tracker.services.lookup import named

ARTICLES_A_PAGE = 30

Record = TypeVar("Record", bound=Base)


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """One line of the list of articles; ``stages`` counts its claims."""

    article: Article
    stages: Mapping[Stage, int]

    @property
    def claims(self) -> int:
        """Return how many claims the article has, whatever their stage."""
        return sum(self.stages.values())


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """A page of articles, and the number of the article that the next page starts behind."""

    lines: Sequence[ArticleLine]
    next: int | None


def article(session: Session, article_id: int) -> Article:
    """Return the article with its outlet and versions, or raise NotFound."""
    found = session.scalar(
        select(Article)
        .where(Article.id == article_id)
        .options(joinedload(Article.outlet), selectinload(Article.versions))
    )
    if found is None:
        raise NotFound("there is no article with the number %(number)d", number=article_id)
    return found


def claims_of(session: Session, version: ArticleVersion) -> Sequence[Claim]:
    """Return all claims of one version of an article in reading order, thoughts included."""
    # The version is in the session already; joined, its text would come once for each claim.
    return session.scalars(
        _whole_claims()
        .where(Claim.article_version_id == version.id)
        .order_by(Claim.position, Claim.id)
    ).all()


def claim(session: Session, claim_id: int) -> Claim:
    """Return the claim with its spans, speaker and article, or raise NotFound."""
    found = session.scalar(
        _whole_claims()
        .where(Claim.id == claim_id)
        .options(
            joinedload(Claim.article_version)
            .joinedload(ArticleVersion.article)
            .joinedload(Article.outlet)
        )
    )
    if found is None:
        raise NotFound("there is no claim with the number %(number)d", number=claim_id)
    return found


def articles(
    session: Session,
    *,
    text: str = "",
    outlet_id: int | None = None,
    published_from: date | None = None,
    published_to: date | None = None,
    before: int | None = None,
    limit: int = ARTICLES_A_PAGE,
) -> ArticlePage:
    """Return a page of articles, the newest first, starting behind the number ``before``."""
    statement = select(Article).options(joinedload(Article.outlet)).order_by(Article.id.desc())
    for word in text.split():
        statement = statement.where(Article.title.icontains(word, autoescape=True))
    if outlet_id is not None:
        statement = statement.where(Article.outlet_id == outlet_id)
    if published_from is not None:
        statement = statement.where(Article.published_on >= published_from)
    if published_to is not None:
        statement = statement.where(Article.published_on <= published_to)
    if before is not None:
        statement = statement.where(Article.id < before)
    found = session.scalars(statement.limit(limit + 1)).all()
    shown = found[:limit]
    return ArticlePage(
        lines=_lines(session, shown), next=shown[-1].id if len(found) > limit else None
    )


def outlets(session: Session) -> Sequence[tuple[Outlet, int]]:
    """Return every outlet with the number of its articles, by name."""
    rows = session.execute(
        select(Outlet, func.count(Article.id))
        .outerjoin(Article, Article.outlet_id == Outlet.id)
        .group_by(Outlet.id)
        .order_by(func.lower(Outlet.name))
    )
    return [(outlet, number) for outlet, number in rows]


def speaker(session: Session, speaker_id: int) -> Speaker:
    """Return the speaker with aliases and roles, or raise NotFound."""
    found = session.scalar(
        select(Speaker)
        .where(Speaker.id == speaker_id)
        .options(
            selectinload(Speaker.aliases),
            selectinload(Speaker.roles),
            joinedload(Speaker.canonical),
        )
    )
    if found is None:
        raise NotFound("there is no speaker with the number %(number)d", number=speaker_id)
    return found


def outlet(session: Session, outlet_id: int) -> Outlet:
    """Return the outlet, or raise NotFound."""
    return _one(session, Outlet, outlet_id)


def account(session: Session, account_id: int) -> Account:
    """Return the account, or raise NotFound."""
    return _one(session, Account, account_id)


def _one(session: Session, kind: type[Record], number: int) -> Record:
    found = session.get(kind, number)
    if found is None:
        raise NotFound(
            "there is no %(kind)s with the number %(number)d", kind=named(kind), number=number
        )
    return found


def merged_into(session: Session, speaker_id: int) -> Sequence[Speaker]:
    """Return the records that were merged straight into this one, by name."""
    return session.scalars(
        select(Speaker).where(Speaker.merged_into_id == speaker_id).order_by(Speaker.name)
    ).all()


def checkers(session: Session) -> Sequence[Account]:
    """Return the members who may be given a claim to check, by name."""
    roles = (Role.FACT_CHECKER, Role.REVIEWER, Role.EDITOR)
    on_desks = select(Membership.account_id).where(Membership.role.in_(roles))
    return session.scalars(
        select(Account)
        .where(Account.is_active, Account.role.in_(roles) | Account.id.in_(on_desks))
        .order_by(func.lower(Account.name))
    ).all()


def _whole_claims() -> Select[Claim]:
    return select(Claim).options(
        selectinload(Claim.spans),
        joinedload(Claim.speaker).joinedload(Speaker.canonical),
        joinedload(Claim.assignee),
        joinedload(Claim.verdict_label),
    )


def _lines(session: Session, shown: Sequence[Article]) -> list[ArticleLine]:
    rows = session.execute(
        select(ArticleVersion.article_id, Claim.stage, func.count())
        .join(Claim, Claim.article_version_id == ArticleVersion.id)
        .where(Claim.is_statement, ArticleVersion.article_id.in_([a.id for a in shown]))
        .group_by(ArticleVersion.article_id, Claim.stage)
    )
    tally: dict[int, dict[Stage, int]] = {}
    for article_id, stage, number in rows:
        tally.setdefault(article_id, {})[stage] = number
    return [ArticleLine(article, tally.get(article.id, {})) for article in shown]
