"""How well claims are found, told by what editors did with the proposals.

A withdrawal by the machine is nobody's decision. Nobody reads an article for what is missing as
carefully as a study does, so recall is at most as good as it is told here.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from tracker.domain.vocabulary import ClaimKind, Origin, SpanPart, Stage
from tracker.models import Article, ArticleVersion, Claim, Event
from tracker.services.figures.decisions import Decision, Facts, Quality, judge

Key = TypeVar("Key", bound=Hashable)

#: As many weeks as a newsroom looks back on.
WEEKS_SHOWN = 12
#: The newest claims that are looked at: enough to tell how well they are found.
MOST_CLAIMS = 20_000
EPOCH = datetime.fromtimestamp(0, UTC)
_REFRAMED = ("claim.boundaries_moved", "claim.split", "claim.merged")


@dataclass(frozen=True, slots=True)
class Overview:
    """The quality of the decisions looked at, and by kind, extractor and week (newest first)."""

    decisions: int
    #: Whether there are older claims that were not looked at.
    is_cut: bool
    is_demonstration: bool
    whole: Quality
    by_kind: dict[ClaimKind, Quality]
    by_version: dict[str, Quality]
    by_week: dict[date, Quality]


def overview(session: Session, *, demonstration: bool = False) -> Overview:
    """Return the figures for the newsroom's own articles, or for those of the demonstration."""
    read = _claims(session, demonstration=demonstration)
    found = _decisions(session, read)
    weeks = _grouped(found, lambda one: one.week)
    kinds = _grouped(found, lambda one: one.kind)
    versions = _grouped(found, lambda one: one.extractor_version)
    return Overview(
        decisions=len(found),
        is_cut=len(read) == MOST_CLAIMS,
        is_demonstration=demonstration,
        whole=Quality.of(found),
        by_kind={kind: kinds[kind] for kind in ClaimKind if kind in kinds},
        by_version={name: versions[name] for name in sorted(versions, reverse=True)},
        by_week={week: weeks[week] for week in sorted(weeks, reverse=True)[:WEEKS_SHOWN]},
    )


def readers(session: Session, are_meant: ColumnElement[bool]) -> dict[int, str]:
    """Return which extractor read each text last, of those to which people added such claims.

    It missed what was added by hand.
    """
    added = select(Claim.article_version_id).where(are_meant, Claim.extractor_version.is_(None))
    rows = session.execute(
        select(Claim.article_version_id, Claim.extractor_version)
        .where(Claim.extractor_version.is_not(None), Claim.article_version_id.in_(added))
        .group_by(Claim.article_version_id, Claim.extractor_version)
        .order_by(func.max(Claim.id))
    )
    return {version_id: name or "" for version_id, name in rows}


def _decisions(session: Session, claims: Sequence[Any]) -> list[Decision]:
    """Return what people decided on these claims, in the order of their numbers."""
    since = min((claim.created_at for claim in claims), default=EPOCH)
    decided = _decided(session, since)
    reframed = _changed(session, _REFRAMED, SpanPart.CONTENT.value, since)
    renamed = _changed(session, ("claim.revised",), "speaker", since)
    texts = readers(session, Claim.created_at >= since)
    found = []
    for claim in claims:
        at = decided.get(claim.id) if claim.origin is Origin.MACHINE else claim.created_at
        stage = claim.stage_before_archive or claim.stage
        if at is None or stage is Stage.PROPOSED:
            continue
        facts = Facts(
            is_proposal=claim.origin is Origin.MACHINE,
            kind=claim.kind,
            stage=stage,
            checkability=claim.checkability,
            is_statement=claim.is_statement,
            is_part=claim.split_from_id is not None,
            reader=claim.extractor_version or texts.get(claim.article_version_id, ""),
            has_same_words=claim.id not in reframed,
            has_same_speaker=claim.id not in renamed,
        )
        if decision := judge(facts, on=at.date()):
            found.append(decision)
    return found


def _claims(session: Session, *, demonstration: bool) -> Sequence[Any]:
    """Return the newest claims that are no mere proposals any more."""
    found = (
        select(
            Claim.id,
            Claim.article_version_id,
            Claim.origin,
            Claim.kind,
            Claim.stage,
            Claim.stage_before_archive,
            Claim.checkability,
            Claim.is_statement,
            Claim.extractor_version,
            Claim.split_from_id,
            Claim.created_at,
        )
        .join(Claim.article_version)
        .join(ArticleVersion.article)
        .where(Article.is_demonstration == demonstration, Claim.stage != Stage.PROPOSED)
        .order_by(Claim.id.desc())
        .limit(MOST_CLAIMS)
    )
    return session.execute(found).all()[::-1]


def _decided(session: Session, since: datetime) -> dict[int, datetime]:
    """Return when a person first moved each claim, if not before."""
    moves = (
        select(Event.subject_id, func.min(Event.at))
        .where(
            Event.action == "claim.moved",
            Event.actor_id.is_not(None),
            Event.at >= since,
        )
        .group_by(Event.subject_id)
    )
    return {move[0]: move[1] for move in session.execute(moves)}


def _changed(session: Session, actions: Sequence[str], field: str, since: datetime) -> set[int]:
    """Return the claims in which people changed the field; a change taken back is none."""
    change = Event.changes[field]
    events = session.execute(
        select(Event.subject_id, change)
        .where(
            Event.action.in_(actions),
            Event.at >= since,
            Event.actor_id.is_not(None),
            change.as_string().is_not(None),
        )
        .order_by(Event.id)
    )
    first: dict[int, Any] = {}
    last: dict[int, Any] = {}
    for claim_id, (old, new) in events:
        last[claim_id] = new
        first.setdefault(claim_id, old)
    return {claim_id for claim_id, value in last.items() if value != first[claim_id]}


def _grouped(found: Iterable[Decision], key: Callable[[Decision], Key]) -> dict[Key, Quality]:
    groups: defaultdict[Key, list[Decision]] = defaultdict(list)
    for decision in found:
        groups[key(decision)].append(decision)
    return {name: Quality.of(group) for name, group in groups.items()}
