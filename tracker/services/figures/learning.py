"""What editors decided, as training data: whole articles with the boundaries that people left.

An article counts once every proposal on its current text has been accepted or declined: in a
half-read one, what nobody has looked at yet would be taught as "nothing is said here". Where only
statements are wanted, thoughts and wishes that wait in the folded list do not hold it up. An
article on which no person has decided anything is left out, and so is the demonstration.
"""

from collections.abc import Iterable, Iterator
from typing import TypedDict

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, selectinload

from tracker.domain.vocabulary import Checkability, Origin, SpanPart, Stage
from tracker.models import Article, ArticleVersion, Claim, Event

#: Declined for one of these, the words were no statement of their own; declined for another
#: reason, such as an opinion, they were rightly found.
WRONG_PROPOSALS = frozenset({Checkability.NOT_A_STATEMENT, Checkability.DUPLICATE})


class LabelledParts(TypedDict):
    """Where one attribution stands: pairs of offsets, code points, half open."""

    content: list[list[int]]
    cue: list[list[int]]
    source: list[list[int]]


class TrainingDocument(TypedDict):
    """One line of training data."""

    id: str
    text: str
    attributions: list[LabelledParts]


def training_documents(
    session: Session, *, statements_only: bool = False
) -> Iterator[TrainingDocument]:
    """Yield every decided article with the attributions in it, in the order they came in."""
    newest = (
        select(func.max(ArticleVersion.id))
        .join(ArticleVersion.article)
        .where(~Article.is_demonstration)
        .group_by(Article.id)
        .order_by(Article.id)
    )
    for version_id in session.scalars(newest).all():
        claims = _claims(session, version_id)
        if not is_decided(claims, statements_only=statements_only):
            continue
        if not _has_been_read(session, claims):
            continue
        version = session.get_one(ArticleVersion, version_id)
        yield {
            "id": f"article-{version.article_id}",
            "text": version.text,
            "attributions": [_labelled(claim) for claim in claims if is_right(claim)],
        }


def is_decided(claims: Iterable[Claim], *, statements_only: bool = False) -> bool:
    """Say whether nothing of these waits for a person."""
    return not any(
        standing(claim) is Stage.PROPOSED and (claim.is_statement or not statements_only)
        for claim in claims
    )


def is_right(claim: Claim) -> bool:
    """Say whether somebody is said to have said this: accepted, or declined for another reason."""
    stage = standing(claim)
    if stage is Stage.DECLINED:
        return claim.checkability not in WRONG_PROPOSALS
    return stage is not Stage.PROPOSED


def standing(claim: Claim) -> Stage:
    """Return the claim's stage, or the one before it was put away."""
    return claim.stage_before_archive or claim.stage


def _claims(session: Session, version_id: int) -> list[Claim]:
    return list(
        session.scalars(
            select(Claim)
            .where(Claim.article_version_id == version_id)
            .options(selectinload(Claim.spans))
            .order_by(Claim.position, Claim.id)
        )
    )


def _has_been_read(session: Session, claims: Iterable[Claim]) -> bool:
    """Say whether a person added a claim to the text or moved one."""
    listed = list(claims)
    if any(claim.origin is Origin.HUMAN for claim in listed):
        return True
    moved = exists().where(
        Event.subject == "claim",
        Event.subject_id.in_([claim.id for claim in listed]),
        Event.action == "claim.moved",
        Event.actor_id.is_not(None),
    )
    return bool(session.scalar(select(moved)))


def _labelled(claim: Claim) -> LabelledParts:
    return {
        "content": _pairs(claim, SpanPart.CONTENT),
        "cue": _pairs(claim, SpanPart.CUE),
        "source": _pairs(claim, SpanPart.SOURCE),
    }


def _pairs(claim: Claim, part: SpanPart) -> list[list[int]]:
    return [list(stretch) for stretch in claim.stretches(part)]
