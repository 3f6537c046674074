"""How well claims were found over time, by what editors decided in a span of days."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.vocabulary import Origin, Stage
from tracker.models import Claim, Event
from tracker.services.figures import quality
from tracker.services.figures.decisions import Decision, Facts, Quality, judge
from tracker.services.figures.statistics import Scope, day_of, unit_start, units

#: What a decision is told by, beside its day; which text only where no extractor is named.
_FACTS: tuple[Any, ...] = (
    Claim.origin,
    Claim.kind,
    Claim.stage,
    Claim.stage_before_archive,
    Claim.checkability,
    Claim.is_statement,
    Claim.split_from_id.is_not(None),
    Claim.extractor_version,
    case((Claim.extractor_version.is_(None), Claim.article_version_id)),
)


@dataclass(frozen=True, slots=True)
class Course:
    """The quality of each day, week or month, and of each version of the extractor.

    It tells of precision and recall alone: what was put right afterwards is not looked at.
    """

    by_unit: Mapping[date, Quality]
    by_version: Mapping[str, Quality]


def course(session: Session, scope: Scope) -> Course:
    """Measure the decisions of the scope; what nothing was decided in has shares of nothing."""
    by_unit: defaultdict[date, list[Decision]] = defaultdict(list)
    by_version: defaultdict[str, list[Decision]] = defaultdict(list)
    for one in _decisions(session, scope):
        by_unit[unit_start(one.on, scope)].append(one)
        by_version[one.extractor_version].append(one)
    return Course(
        {start: Quality.of(by_unit[start]) for start in units(scope)},
        {name: Quality.of(by_version[name]) for name in sorted(by_version, reverse=True)},
    )


def _decisions(session: Session, scope: Scope) -> Iterator[Decision]:
    """Yield what was decided alike on each day as one decision, with how often."""
    readers = quality.readers(session, scope.came_in())
    for statement in (_of_proposals(session, scope), _of_additions(session, scope)):
        for (
            day,
            origin,
            kind,
            stage,
            archived,
            judged,
            said,
            is_part,
            reader,
            text,
            times,
        ) in session.execute(statement):
            decision = judge(
                Facts(
                    is_proposal=origin is Origin.MACHINE,
                    kind=kind,
                    stage=archived or stage,
                    checkability=judged,
                    is_statement=said,
                    is_part=is_part,
                    reader=reader or readers.get(text, ""),
                ),
                on=date.fromisoformat(day),
                times=times,
            )
            if decision is not None:
                yield decision


def _of_proposals(session: Session, scope: Scope) -> Select[Any]:
    """Ask for the proposals that a person first moved within the scope."""
    by_person = (Event.action == "claim.moved") & Event.actor_id.is_not(None)
    first = (
        select(Event.subject_id.label("claim_id"), func.min(Event.at).label("at"))
        .where(by_person, scope.holds(Event.at))
        .group_by(Event.subject_id)
        .subquery()
    )
    before = aliased(Event)
    was_moved = (
        select(before.id)
        .where(
            before.subject == "claim",
            before.subject_id == Claim.id,
            before.action == "claim.moved",
            before.actor_id.is_not(None),
            before.at < scope.begins,
        )
        .exists()
    )
    is_first = or_(Claim.created_at >= scope.begins, ~was_moved)
    day = day_of(session, first.c.at)
    return (
        select(day, *_FACTS, func.count())
        .select_from(first)
        .join(Claim, Claim.id == first.c.claim_id)
        .where(Claim.origin == Origin.MACHINE, Claim.stage != Stage.PROPOSED)
        .where(is_first, scope.counts())
        .group_by(day, *_FACTS)
    )


def _of_additions(session: Session, scope: Scope) -> Select[Any]:
    """Ask for the claims that people added within the scope."""
    day = day_of(session, Claim.created_at)
    return (
        select(day, *_FACTS, func.count())
        .where(scope.came_in(), Claim.origin == Origin.HUMAN, Claim.stage != Stage.PROPOSED)
        .group_by(day, *_FACTS)
    )
