"""The second reader's verdict, given without seeing the first, and how far apart the two are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.domain.actors import Actor
from tracker.domain.errors import InvalidEdit, PermissionRefused, TransitionRefused
from tracker.domain.readiness import MOST_STEPS_APART
from tracker.domain.vocabulary import AttributionVerdict, ContentVerdict, Role, Stage
from tracker.models import Article, ArticleVersion, Claim, SecondVerdict
from tracker.readers import clean_text
from tracker.services.lookup import fetch
from tracker.services.trail import history

#: Between a step of the scale and an answer beside it lies the whole scale.
WHOLE_SCALE = 4
LONGEST_REASON = 10_000


@dataclass(frozen=True, slots=True)
class VerdictDraft:
    """What a second reader found, and why."""

    content_verdict: ContentVerdict
    attribution_verdict: AttributionVerdict
    reason: str


def steps_apart(first: ContentVerdict, second: ContentVerdict) -> int:
    """Count the steps between two verdicts; one beside the scale is the whole scale away."""
    if first is second:
        return 0
    if first.score is None or second.score is None:
        return WHOLE_SCALE
    return abs(first.score - second.score)


def gap(session: Session, claim_id: int) -> int | None:
    """Return the steps between the first verdict and the newest second one of this revision.

    None without one. The first verdict counts as it stands now: whoever was corrected by the
    second reader, and has mended it, agrees.
    """
    claim = fetch(session, Claim, claim_id)
    second = _newest(session, [claim]).get(claim.id)
    return steps_apart(claim.content_verdict, second.content_verdict) if second else None


def of_claim(session: Session, claim_id: int) -> Sequence[SecondVerdict]:
    """Return the second verdicts of a claim, the newest first."""
    return session.scalars(
        select(SecondVerdict)
        .where(SecondVerdict.claim_id == claim_id)
        .options(joinedload(SecondVerdict.given_by))
        .order_by(SecondVerdict.id.desc())
    ).all()


def blind_to(session: Session, actor: Actor) -> frozenset[int]:
    """Return the claims whose first verdict this reader must not see yet.

    Those are in review, not theirs, and wait for a second verdict: because nobody has given one,
    or because the newest is too far from the first and somebody else should read.
    """
    if not actor.may_somewhere(Role.FACT_CHECKER):
        return frozenset()
    in_review = session.execute(
        select(Claim, Article.desk_id)
        .join(ArticleVersion, Claim.article_version_id == ArticleVersion.id)
        .join(Article, ArticleVersion.article_id == Article.id)
        .where(Claim.stage == Stage.IN_REVIEW)
    )
    # Lists stand on no desk: what a desk adds to the reader counts by the claim's own.
    others = [
        claim
        for claim, desk_id in in_review
        if actor.on(desk_id).may(Role.FACT_CHECKER) and not _has_worked(claim, actor)
    ]
    newest, given = _newest(session, others), _given(session, actor)
    return frozenset(
        claim.id
        for claim in others
        if (claim.id, claim.revision) not in given and _waits(claim, newest.get(claim.id))
    )


def give(
    session: Session, claim_id: int, draft: VerdictDraft, *, actor: Actor, at: datetime
) -> SecondVerdict:
    """Write down what a second reader found; it cannot be changed afterwards."""
    actor.require(Role.FACT_CHECKER)
    history.take_turn(session)
    claim = fetch(session, Claim, claim_id)
    _check_reader(session, claim, actor)
    reason = _check(draft)
    second = SecondVerdict(
        claim_id=claim.id,
        revision=claim.revision,
        content_verdict=draft.content_verdict,
        attribution_verdict=draft.attribution_verdict,
        reason=reason,
        first_content_verdict=claim.content_verdict,
        first_attribution_verdict=claim.attribution_verdict,
        first_reader_id=claim.assignee_id,
        given_at=at,
        given_by_id=actor.account_id,
    )
    session.add(second)
    session.flush()
    changes = {
        "second_content_verdict": (None, draft.content_verdict),
        "second_attribution_verdict": (None, draft.attribution_verdict),
    }
    subject = ("claim", claim.id)
    history.record(session, "claim.read_again", subject, changes, actor=actor, at=at, note=reason)
    return second


def _has_worked(claim: Claim, actor: Actor) -> bool:
    return actor.account_id in {claim.assignee_id, claim.edited_by_id}


def _waits(claim: Claim, second: SecondVerdict | None) -> bool:
    if second is None:
        return True
    return steps_apart(claim.content_verdict, second.content_verdict) > MOST_STEPS_APART


def _newest(session: Session, claims: Sequence[Claim]) -> dict[int, SecondVerdict]:
    """Return the newest second verdict of each claim that belongs to its present revision."""
    revisions = {claim.id: claim.revision for claim in claims}
    found = session.scalars(
        select(SecondVerdict)
        .where(SecondVerdict.claim_id.in_(revisions))
        .order_by(SecondVerdict.id)
    )
    return {one.claim_id: one for one in found if one.revision == revisions[one.claim_id]}


def _given(session: Session, actor: Actor) -> set[tuple[int, int]]:
    mine = select(SecondVerdict.claim_id, SecondVerdict.revision).where(
        SecondVerdict.given_by_id == actor.account_id
    )
    return {(claim_id, revision) for claim_id, revision in session.execute(mine)}


def _check_reader(session: Session, claim: Claim, actor: Actor) -> None:
    if claim.stage is not Stage.IN_REVIEW:
        raise TransitionRefused("a second verdict is given while a claim is in review")
    if actor.account_id is None or _has_worked(claim, actor):
        raise PermissionRefused("somebody who has not worked on the claim gives the second verdict")
    if claim.id not in blind_to(session, actor):
        raise TransitionRefused("this claim waits for no second verdict of yours")


def _check(draft: VerdictDraft) -> str:
    """Return the reason, tidied; raise InvalidEdit where the verdict is not whole."""
    if draft.content_verdict is ContentVerdict.NOT_RATED:
        raise InvalidEdit("content_verdict", "say whether it is true")
    if draft.attribution_verdict is AttributionVerdict.UNVERIFIED:
        raise InvalidEdit("attribution_verdict", "say whether they said it")
    reason = clean_text(draft.reason).strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise InvalidEdit(
            "reason",
            "say why, in at most %(most)s characters",
            most=LONGEST_REASON,
        )
    return reason
