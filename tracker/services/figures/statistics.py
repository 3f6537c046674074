"""What the newsroom did and what it has before it: one query a figure, from claims and events.

Days are those of UTC. Figures are counted over a span of days, of one desk or all; what stands
in the demonstration counts only where it is asked for.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from tracker.domain.announcements import gives_up
from tracker.domain.vocabulary import ContentVerdict, Origin, Stage
from tracker.models import Article, ArticleVersion, Claim, Event

#: Up to so many days a throughput is told by the day, and up to so many by the week.
_BY_DAY, _BY_WEEK = 31, 370
#: The stages in which a claim waits for somebody.
WAITING = (
    Stage.PROPOSED,
    Stage.NEW,
    Stage.TRIAGED,
    Stage.IN_PROGRESS,
    Stage.IN_REVIEW,
    Stage.APPROVED,
)
#: The ages of waiting claims, each up to so many days; older ones are counted last.
AGES = (1, 7, 30, 90)


class Unit(Enum):
    """One step of a course over time."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which days are counted, both of them included, and whose work."""

    since: date
    until: date
    desk_id: int | None = None
    is_demonstration: bool = False

    @property
    def begins(self) -> datetime:
        """Return the first moment."""
        return datetime.combine(self.since, time(), UTC)

    @property
    def ends(self) -> datetime:
        """Return the first moment after it."""
        return datetime.combine(self.until + timedelta(days=1), time(), UTC)

    def holds(self, column: Any) -> ColumnElement[bool]:
        """Return the condition that a column of moments lies within these days."""
        return and_(column >= self.begins, column < self.ends)

    def counts(self) -> ColumnElement[bool]:
        """Return the condition that a claim stands in an article that counts.

        It is asked the other way round, since few articles do not, and so that the database
        goes by the days and not by the articles.
        """
        return Claim.article_version_id.not_in(self._elsewhere())

    def came_in(self) -> ColumnElement[bool]:
        """Return the condition that a claim came in within these days, of these articles."""
        return self.holds(Claim.created_at) & self.counts()

    def moves(self) -> ColumnElement[bool]:
        """Return the condition that an event moved one of these claims within these days."""
        others = select(Claim.id).where(Claim.article_version_id.in_(self._elsewhere()))
        is_move = Event.action == "claim.moved"
        return is_move & self.holds(Event.at) & Event.subject_id.not_in(others)

    def _elsewhere(self) -> Select[int]:
        """Return the versions of the articles that do not count."""
        is_other = Article.is_demonstration != self.is_demonstration
        if self.desk_id is not None:
            is_other |= Article.desk_id != self.desk_id
        return select(ArticleVersion.id).join(ArticleVersion.article).where(is_other)


@dataclass(frozen=True, slots=True)
class Tally:
    """What was done in a day, a week or a month that begins on ``start``."""

    start: date
    proposed: int
    accepted: int
    declined: int
    published: int
    corrected: int
    retracted: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many claims wait at a stage, by age: one number for each of AGES, and older ones."""

    stage: Stage
    by_age: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class VerdictMix:
    """How many claims have each verdict, and how many of all that came in have none yet."""

    counts: Mapping[ContentVerdict, int]
    unrated: int


def has_claims(session: Session, *, demonstration: bool) -> bool:
    """Tell whether there is any claim to count."""
    everything = Scope(date.min, date.min, is_demonstration=demonstration)
    return session.scalar(select(Claim.id).where(everything.counts()).limit(1)) is not None


def throughput(session: Session, scope: Scope) -> tuple[Tally, ...]:
    """Count what came in and what was decided, by the day, week or month of the scope.

    A claim that is moved twice to the same stage counts twice: it was worked on twice.
    """
    done: defaultdict[date, Counter[str]] = defaultdict(Counter)
    for name, day, count in (*_arrivals(session, scope), *_moves(session, scope)):
        done[unit_start(date.fromisoformat(day), scope)][name] += count
    return tuple(
        Tally(
            start=start,
            proposed=done[start]["proposed"],
            accepted=done[start][Stage.NEW],
            declined=done[start][Stage.DECLINED],
            published=done[start][Stage.PUBLISHED],
            corrected=done[start][Stage.CORRECTED],
            retracted=done[start][Stage.RETRACTED],
        )
        for start in units(scope)
    )


def unit_of(scope: Scope) -> Unit:
    """Return what one step of a course is: a longer scope has longer ones."""
    length = (scope.until - scope.since).days + 1
    if length <= _BY_DAY:
        return Unit.DAY
    return Unit.WEEK if length <= _BY_WEEK else Unit.MONTH


def units(scope: Scope) -> Sequence[date]:
    """Return the first day of every day, week or month of the scope, the oldest first."""
    length = (scope.until - scope.since).days
    days = (scope.since + timedelta(days=number) for number in range(length + 1))
    return sorted({unit_start(day, scope) for day in days})


def unit_start(day: date, scope: Scope) -> date:
    """Return the day itself, its Monday or the first of its month, by the length of the scope."""
    match unit_of(scope):
        case Unit.DAY:
            return day
        case Unit.WEEK:
            return day - timedelta(days=day.weekday())
        case Unit.MONTH:
            return day.replace(day=1)


def backlog(session: Session, scope: Scope, *, at: datetime) -> tuple[Backlog, ...]:
    """Count the claims that wait now, by stage and by days since they came in."""
    age = case(
        *((Claim.created_at > at - timedelta(days=days), n) for n, days in enumerate(AGES)),
        else_=len(AGES),
    )
    rows = session.execute(
        select(Claim.stage, age, func.count())
        .where(Claim.stage.in_(WAITING), scope.counts())
        .group_by(Claim.stage, age)
    )
    found = {(stage, bucket): count for stage, bucket, count in rows}
    ages = range(len(AGES) + 1)
    return tuple(Backlog(s, tuple(found.get((s, n), 0) for n in ages)) for s in WAITING)


def verdict_mix(session: Session, scope: Scope) -> VerdictMix:
    """Count the verdicts of the claims that came in within the scope and were not declined."""
    rows = session.execute(
        select(Claim.content_verdict, func.count())
        .where(scope.came_in(), Claim.stage.not_in((Stage.PROPOSED, Stage.DECLINED)))
        .group_by(Claim.content_verdict)
    )
    found = {row[0]: row[1] for row in rows}
    unrated = found.pop(ContentVerdict.NOT_RATED, 0)
    return VerdictMix({v: found[v] for v in ContentVerdict if v in found}, unrated)


def day_of(session: Session, column: Any) -> ColumnElement[str]:
    """Return the UTC day of a column of moments as text, such as 2026-03-02."""
    if session.get_bind().dialect.name == "sqlite":
        return func.date(column, type_=Claim.wording.type)
    return func.to_char(func.timezone("UTC", column), "YYYY-MM-DD", type_=Claim.wording.type)


def _arrivals(session: Session, scope: Scope) -> list[tuple[str, str, int]]:
    """Return how many claims the machine proposed, and people added, on each day."""
    name = case((Claim.origin == Origin.MACHINE, "proposed"), else_=Stage.NEW.value)
    day = day_of(session, Claim.created_at)
    rows = session.execute(
        select(name, day, func.count())
        .where(scope.came_in(), Claim.split_from_id.is_(None))
        .group_by(name, day)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _moves(session: Session, scope: Scope) -> list[tuple[str, str, int]]:
    """Return how many claims were moved to each stage on each day."""
    old, new = (Event.changes["stage", number].as_string() for number in (0, 1))
    day = day_of(session, Event.at)
    rows = session.execute(
        select(old, new, day, func.count()).where(scope.moves()).group_by(old, new, day)
    )
    return [
        (row[1], row[2], row[3])
        for row in rows
        if row[1] is not None
        and row[0] != Stage.ARCHIVED
        and not _is_taken_up(row[0], row[1])
        and not gives_up(row[0], row[1])
    ]


def _is_taken_up(old: str, new: str) -> bool:
    """Tell whether a declined claim was taken up again: its acceptance counted before."""
    return new == Stage.NEW and old != Stage.PROPOSED
