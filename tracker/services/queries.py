"""What the pages read: single records with all that belongs to them, and a few figures."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.domain.commands import LARGEST_NUMBER
from tracker.domain.errors import InvalidEdit, NotFound
from tracker.domain.folding import fold
from tracker.domain.vocabulary import Role, SpeakerKind, Stage
from tracker.models import (
    Account,
    Article,
    ArticleVersion,
    Base,
    Claim,
    Event,
    Membership,
    Outlet,
    Speaker,
    SpeakerAlias,
)
from tracker.services.conditions import Canonical
from tracker.services.lookup import named

ARTICLES_A_PAGE = 30
SPEAKERS_A_PAGE = 60

Record = TypeVar("Record", bound=Base)

#: Work that waits for somebody.
WAITING = (Stage.PROPOSED, Stage.NEW, Stage.TRIAGED, Stage.IN_PROGRESS, Stage.IN_REVIEW)


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


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """A page of speakers, each with the number of their claims, and the mark of the next page."""

    lines: Sequence[tuple[Speaker, int]]
    next: str | None


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The figures of the home page."""

    stages: Mapping[Stage, int]
    articles: int
    speakers: int
    newest: Sequence[ArticleLine]
    mine: int
    overdue: int
    events: Sequence[Event]


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


def speakers(
    session: Session,
    *,
    text: str = "",
    kind: SpeakerKind | None = None,
    after: str = "",
    limit: int = SPEAKERS_A_PAGE,
) -> SpeakerPage:
    """Return a page of speakers by name, merged records left out, starting behind a mark.

    ``text`` is looked for in names and other names.
    """
    claims = (
        select(Canonical.id, func.count().label("number"))
        .join(Speaker, func.coalesce(Speaker.canonical_id, Speaker.id) == Canonical.id)
        .join(Claim, Claim.speaker_id == Speaker.id)
        .where(Claim.is_statement)
        .group_by(Canonical.id)
        .subquery()
    )
    statement = (
        select(Speaker, func.coalesce(claims.c.number, 0))
        .outerjoin(claims, claims.c.id == Speaker.id)
        .where(Speaker.merged_into_id.is_(None))
        .options(selectinload(Speaker.roles))
        .order_by(Speaker.name, Speaker.id)
        .limit(limit + 1)
    )
    if kind is not None:
        statement = statement.where(Speaker.kind == kind)
    for word in fold(text).split():
        statement = statement.where(_is_called(word))
    if after:
        name, _slash, number = after.rpartition("/")
        if not re.fullmatch(r"[0-9]{1,10}", number) or int(number) > LARGEST_NUMBER:
            raise InvalidEdit("after", "this page mark is not one of ours; start at page one")
        statement = statement.where(tuple_(Speaker.name, Speaker.id) > (name, int(number)))
    found = [(one, claims_of_it) for one, claims_of_it in session.execute(statement)]
    last = found[limit - 1][0] if len(found) > limit else None
    return SpeakerPage(found[:limit], f"{last.name}/{last.id}" if last else None)


def _is_called(word: str) -> ColumnElement[bool]:
    return or_(
        Speaker.folded_name.contains(word, autoescape=True),
        Speaker.aliases.any(SpeakerAlias.folded_name.contains(word, autoescape=True)),
    )


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


def newsroom(session: Session, *, account_id: int | None, today: date) -> Newsroom:
    """Return the figures of the home page for one member on one day."""
    stages = session.execute(
        select(Claim.stage, func.count()).where(Claim.is_statement).group_by(Claim.stage)
    )
    waiting = select(func.count()).where(Claim.stage.in_(WAITING))
    return Newsroom(
        stages=dict(stages.all()),
        articles=session.scalar(select(func.count(Article.id))) or 0,
        speakers=session.scalar(
            select(func.count(Speaker.id)).where(Speaker.merged_into_id.is_(None))
        )
        or 0,
        newest=articles(session, limit=5).lines,
        mine=session.scalar(waiting.where(Claim.assignee_id == account_id)) or 0,
        overdue=session.scalar(waiting.where(Claim.due_on < today)) or 0,
        events=_news(session),
    )


def _news(session: Session) -> Sequence[Event]:
    """Return the last events that tell of work: not who signed in, nor each claim found."""
    statement = select(Event).where(
        Event.subject.not_in(("account", "invitation")), Event.action != "claim.proposed"
    )
    return session.scalars(statement.order_by(Event.id.desc()).limit(8)).all()


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
