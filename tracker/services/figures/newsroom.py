"""Where the newsroom stands: the figures of the first page, and what happened last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.vocabulary import Stage
from tracker.models import Article, Claim, Event, Speaker
from tracker.services import queries
from tracker.services.queries import ArticleLine
from tracker.services.trail import audit

#: Work that waits for somebody.
WAITING = (Stage.PROPOSED, Stage.NEW, Stage.TRIAGED, Stage.IN_PROGRESS, Stage.IN_REVIEW)


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
    #: What the records are called that the events are about.
    names: Mapping[tuple[str, int], str]


def newsroom(session: Session, *, account_id: int | None, today: date) -> Newsroom:
    """Return the figures of the home page for one member on one day."""
    stages = session.execute(
        select(Claim.stage, func.count()).where(Claim.is_statement).group_by(Claim.stage)
    )
    waiting = select(func.count()).where(Claim.stage.in_(WAITING))
    speakers = select(func.count(Speaker.id)).where(Speaker.merged_into_id.is_(None))
    numbers = {
        "articles": select(func.count(Article.id)),
        "speakers": speakers,
        "mine": waiting.where(Claim.assignee_id == account_id),
        "overdue": waiting.where(Claim.due_on < today),
    }
    counted = session.execute(select(*(one.scalar_subquery() for one in numbers.values()))).one()
    events = _news(session)
    return Newsroom(
        stages=dict(stages.all()),
        newest=queries.articles(session, limit=5).lines,
        events=events,
        names=audit.names(session, events),
        **dict(zip(numbers, counted, strict=True)),
    )


def _news(session: Session) -> Sequence[Event]:
    """Return the last events that tell of work: not who signed in, nor each claim found."""
    statement = select(Event).where(
        Event.subject.not_in(("account", "invitation")), Event.action != "claim.proposed"
    )
    return session.scalars(statement.order_by(Event.id.desc()).limit(8)).all()
