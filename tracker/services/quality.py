"""How well claims are found, told by what editors did with the proposals.

A proposal is decided when a person has moved it. It was right unless it was declined as no
statement or as a duplicate: an opinion is rightly found, too. A withdrawal by the machine is
nobody's decision. Declining a thought, which was never offered as a statement, counts for
nothing. What editors added by hand was missed; what they cut off another claim was not, it had
the wrong boundaries. Nobody reads an article for what is missing as carefully as a study does,
so recall is at most this good.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.shares import Share
from tracker.domain.vocabulary import ClaimKind, Origin, SpanPart, Stage
from tracker.models import Article, ArticleVersion, Claim, Event
from tracker.services.learning import WRONG_PROPOSALS

Key = TypeVar("Key", bound=Hashable)

#: As many weeks as a newsroom looks back on.
WEEKS_SHOWN = 12
_REFRAMED = ("claim.boundaries_moved", "claim.split", "claim.merged")


@dataclass(frozen=True, slots=True)
class Decision:
    """A claim that a person has decided on or added, and what became of it."""

    is_proposal: bool
    is_accepted: bool
    is_right: bool
    kind: ClaimKind
    extractor_version: str
    on: date
    has_same_words: bool
    has_same_speaker: bool

    @property
    def week(self) -> date:
        """Return the Monday of the week of the decision."""
        return self.on - timedelta(days=self.on.weekday())


@dataclass(frozen=True, slots=True)
class Quality:
    """How good the proposals among some decisions were."""

    precision: Share
    recall: Share
    boundaries: Share
    speakers: Share

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> "Quality":
        """Count the decisions."""
        listed = list(decisions)
        proposals = [one for one in listed if one.is_proposal]
        accepted = [one for one in proposals if one.is_accepted]
        added = sum(one.is_accepted for one in listed if not one.is_proposal)
        return cls(
            precision=Share(sum(one.is_right for one in proposals), len(proposals)),
            recall=Share(len(accepted), len(accepted) + added),
            boundaries=Share(sum(one.has_same_words for one in accepted), len(accepted)),
            speakers=Share(sum(one.has_same_speaker for one in accepted), len(accepted)),
        )


@dataclass(frozen=True, slots=True)
class Overview:
    """The quality over all decisions, and by kind, extractor and week (the newest first)."""

    decisions: int
    is_demonstration: bool
    whole: Quality
    by_kind: dict[ClaimKind, Quality]
    by_version: dict[str, Quality]
    by_week: dict[date, Quality]


def overview(session: Session, *, demonstration: bool = False) -> Overview:
    """Return the figures for the newsroom's own articles, or for those of the demonstration."""
    found = decisions(session, demonstration=demonstration)
    weeks = _grouped(found, lambda one: one.week)
    kinds = _grouped(found, lambda one: one.kind)
    versions = _grouped(found, lambda one: one.extractor_version)
    return Overview(
        decisions=len(found),
        is_demonstration=demonstration,
        whole=Quality.of(found),
        by_kind={kind: kinds[kind] for kind in ClaimKind if kind in kinds},
        by_version={name: versions[name] for name in sorted(versions, reverse=True)},
        by_week={week: weeks[week] for week in sorted(weeks, reverse=True)[:WEEKS_SHOWN]},
    )


def decisions(
    session: Session, *, demonstration: bool = False, desk_id: int | None = None
) -> list[Decision]:
    """Return what people decided, in the order of the claims' numbers; of one desk, or all."""
    decided = _decided(session)
    reframed = _changed(session, _REFRAMED, SpanPart.CONTENT.value)
    renamed = _changed(session, ("claim.revised",), "speaker")
    readers = _readers(session)
    found = []
    for claim in _claims(session, demonstration=demonstration, desk_id=desk_id):
        is_proposal = claim.origin is Origin.MACHINE
        at = decided.get(claim.id) if is_proposal else claim.created_at
        stage = claim.stage_before_archive or claim.stage
        if at is None or stage is Stage.PROPOSED or _counts_for_nothing(claim, stage):
            continue
        reader = claim.extractor_version or readers.get(claim.article_version_id, "")
        is_accepted = stage is not Stage.DECLINED
        found.append(
            Decision(
                is_proposal=is_proposal,
                is_accepted=is_accepted,
                is_right=is_accepted or claim.checkability not in WRONG_PROPOSALS,
                kind=claim.kind,
                extractor_version=reader,
                on=at.date(),
                has_same_words=claim.id not in reframed,
                has_same_speaker=claim.id not in renamed,
            )
        )
    return found


def _claims(session: Session, *, demonstration: bool, desk_id: int | None) -> Sequence[Any]:
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
        .order_by(Claim.id)
    )
    if desk_id is not None:
        found = found.where(Article.desk_id == desk_id)
    return session.execute(found).all()


def _counts_for_nothing(claim: Any, stage: Stage) -> bool:
    """Say whether the claim tells neither for nor against the extractor."""
    if claim.split_from_id is not None:
        return True
    is_wrong = stage is Stage.DECLINED and claim.checkability in WRONG_PROPOSALS
    return is_wrong and (claim.origin is Origin.HUMAN or not claim.is_statement)


def _decided(session: Session) -> dict[int, datetime]:
    """Return when a person first moved each claim."""
    moves = (
        select(Event.subject_id, func.min(Event.at))
        .where(
            Event.subject == "claim",
            Event.action == "claim.moved",
            Event.actor_id.is_not(None),
        )
        .group_by(Event.subject_id)
    )
    return {move[0]: move[1] for move in session.execute(moves)}


def _changed(session: Session, actions: Sequence[str], field: str) -> set[int]:
    """Return the claims in which people changed the field; a change taken back is none."""
    events = session.execute(
        select(Event.subject_id, Event.changes)
        .where(Event.subject == "claim", Event.action.in_(actions), Event.actor_id.is_not(None))
        .order_by(Event.id)
    )
    first: dict[int, Any] = {}
    last: dict[int, Any] = {}
    for claim_id, changes in events:
        if field in changes:
            old, last[claim_id] = changes[field]
            first.setdefault(claim_id, old)
    return {claim_id for claim_id, value in last.items() if value != first[claim_id]}


def _readers(session: Session) -> dict[int, str]:
    """Return which extractor read each text last: it missed what was added by hand."""
    rows = session.execute(
        select(Claim.article_version_id, Claim.extractor_version)
        .where(Claim.extractor_version.is_not(None))
        .group_by(Claim.article_version_id, Claim.extractor_version)
        .order_by(func.max(Claim.id))
    )
    return {version_id: name or "" for version_id, name in rows}


def _grouped(found: Iterable[Decision], key: Callable[[Decision], Key]) -> dict[Key, Quality]:
    groups: defaultdict[Key, list[Decision]] = defaultdict(list)
    for decision in found:
        groups[key(decision)].append(decision)
    return {name: Quality.of(group) for name, group in groups.items()}
