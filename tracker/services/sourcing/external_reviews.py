"""Fact checks of other publishers: found, laid beside a claim of ours, and rated on our scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rapidfuzz import fuzz
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.folding import fold
from tracker.domain.vocabulary import ContentVerdict, Role
from tracker.models import Claim, ExternalReview
from tracker.services.lookup import fetch, find
from tracker.services.trail import history

#: Words this alike, in whatever order, are worth a look; a person decides.
_ALIKE = 70
_MOST_SUGGESTED, _MOST_COMPARED, _TELLING_WORDS, _SHORTEST_WORD = 5, 300, 6, 5
PAGE = 50


@dataclass(frozen=True, slots=True)
class CheckedBy:
    """Who has checked a claim already: as somebody here said, and as its words suggest."""

    linked: Sequence[ExternalReview]
    suggested: Sequence[ExternalReview]


def checked_by(session: Session, claim: Claim) -> CheckedBy:
    """Return the foreign checks that belong to the claim, and those that may."""
    linked = session.scalars(
        select(ExternalReview)
        .where(ExternalReview.claim_id == claim.id)
        .order_by(ExternalReview.reviewed_on.desc(), ExternalReview.id)
    ).all()
    wording = fold(claim.wording)
    words = sorted({w.strip(".,;:!?“”\"'") for w in wording.split()}, key=len, reverse=True)
    telling = [word for word in words[:_TELLING_WORDS] if len(word) >= _SHORTEST_WORD]
    if not telling:
        return CheckedBy(linked, ())
    candidates = session.scalars(
        select(ExternalReview)
        .where(
            ExternalReview.claim_id.is_(None),
            ExternalReview.is_withdrawn.is_(False),
            or_(*(ExternalReview.search_text.contains(w, autoescape=True) for w in telling)),
        )
        .order_by(ExternalReview.id.desc())
        .limit(_MOST_COMPARED)
    )
    scored = [(fuzz.token_set_ratio(wording, fold(one.claim_text)), one) for one in candidates]
    alike = sorted((pair for pair in scored if pair[0] >= _ALIKE), key=lambda pair: -pair[0])
    return CheckedBy(linked, [one for _score, one in alike[:_MOST_SUGGESTED]])


def find_reviews(
    session: Session, text: str = "", *, before: int | None = None
) -> Sequence[ExternalReview]:
    """Return the checks whose claim, speaker or publisher hold the words, the newest first."""
    wanted = select(ExternalReview).order_by(ExternalReview.id.desc()).limit(PAGE)
    for word in fold(text).split():
        wanted = wanted.where(ExternalReview.search_text.contains(word, autoescape=True))
    if before is not None:
        wanted = wanted.where(ExternalReview.id < before)
    return session.scalars(wanted).all()


def place(
    session: Session,
    review_id: int,
    *,
    claim_id: int | None,
    verdict: ContentVerdict,
    actor: Actor,
    at: datetime,
) -> history.Changes:
    """Lay the check beside a claim of ours, or take it away from one, and say what it means.

    Raises NotFound where the claim is not here. Returns what changed.
    """
    actor.require(Role.FACT_CHECKER)
    history.take_turn(session)
    review = fetch(session, ExternalReview, review_id)
    if claim_id is not None and find(session, Claim, claim_id) is None:
        fetch(session, Claim, claim_id)
    wanted = {"claim": claim_id, "verdict": verdict}
    held = {"claim": review.claim_id, "verdict": review.verdict}
    changes = {name: (old, wanted[name]) for name, old in held.items() if old != wanted[name]}
    if changes:
        review.claim_id, review.verdict = claim_id, verdict
        review.edited_by_id, review.updated_at = actor.account_id, at
        session.flush()
        subject = ("external_review", review.id)
        history.record(session, "external_review.placed", subject, changes, actor=actor, at=at)
    return changes
