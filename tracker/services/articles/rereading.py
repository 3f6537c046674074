"""An article read again by a newer extractor, without a word of what people wrote lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from tracker.domain.actors import MACHINE, Actor
from tracker.domain.commands import Stretch
from tracker.domain.vocabulary import Checkability, Role, SpanPart, Stage
from tracker.extraction import EXTRACTOR_VERSION, Attribution, extract
from tracker.models import Article, Claim, Event
from tracker.services.articles import proposals
from tracker.services.articles.proposals import Cast, Extract
from tracker.services.covering import coverage
from tracker.services.editing import claim_fields, claim_writing, search_text, spans
from tracker.services.lookup import fetch
from tracker.services.reviewing import review
from tracker.services.trail import history

#: A claim that shares more than this part of the shorter one's words is the same statement.
SAME = 0.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many claims a reading added, found again, and no longer found."""

    added: int
    kept: int
    withdrawn: int


def reextract(
    session: Session,
    article_id: int,
    *,
    actor: Actor,
    at: datetime,
    found: Sequence[Attribution] | None = None,
    extract: Extract = extract,
) -> Outcome:
    """Read the current version of the article for claims again.

    - What a person has touched, accepted, declined or added stays exactly as it is, and whatever
      the extractor finds on the same words is taken as that claim.
    - An untouched proposal that is found again is kept, brought up to date.
    - What is new is proposed.
    - An untouched proposal that is no longer found is declined by the machine as no attributed
      statement. It is not deleted: it tells how the extractor was wrong. Where a later reading
      finds those words again, they are proposed anew.
    - A closed article in which a sentence comes open by this is open again.

    Reading a long article takes seconds. A caller that must not keep other writers waiting
    hands in what it ``found`` before it began to write.
    """
    actor.require(Role.CONTRIBUTOR)
    if found is None:
        article = fetch(session, Article, article_id)
        found = proposals.read(article.current.text, article.language, extract)
    history.take_turn(session)
    article = fetch(session, Article, article_id)
    cast = Cast(session, article, actor, at)
    standing = _standing(session, article)
    fresh, again = _recognise(session, found, standing, cast)
    gone = [claim for claim in standing if not claim.is_touched and claim.id not in again]
    for claim in gone:
        _withdraw(session, claim, actor, at)
    proposals.propose(session, fresh, cast)
    outcome = Outcome(added=len(fresh), kept=len(standing) - len(gone), withdrawn=len(gone))
    _record(session, article, outcome, actor=actor, at=at)
    coverage.settle(session, article, actor=actor, at=at)
    return outcome


def _standing(session: Session, article: Article) -> list[Claim]:
    """Return the claims of the text, without those that the machine itself withdrew."""
    claims = session.scalars(
        select(Claim)
        .where(Claim.article_version_id == article.current.id)
        .options(selectinload(Claim.spans))
        .order_by(Claim.position, Claim.id)
        .execution_options(populate_existing=True)
    ).all()
    declined = [claim.id for claim in claims if claim.stage is Stage.DECLINED]
    withdrawn = _last_moved_by_machine(session, declined)
    return [claim for claim in claims if claim.id not in withdrawn]


def _recognise(
    session: Session, found: Sequence[Attribution], standing: Sequence[Claim], cast: Cast
) -> tuple[list[Attribution], set[int]]:
    """Bring untouched proposals up to date; return what is new, and which claims were found."""
    fresh: list[Attribution] = []
    again: set[int] = set()
    for attribution in found:
        claim = _same(attribution, standing)
        if claim is None:
            fresh.append(attribution)
            continue
        again.add(claim.id)
        if not claim.is_touched:
            _update(session, claim, attribution, cast)
    return fresh, again


def _last_moved_by_machine(session: Session, claim_ids: Sequence[int]) -> set[int]:
    last = (
        select(func.max(Event.id))
        .where(
            Event.subject == "claim",
            Event.subject_id.in_(claim_ids),
            Event.action == "claim.moved",
        )
        .group_by(Event.subject_id)
    )
    by_machine = select(Event.subject_id).where(Event.id.in_(last), Event.actor_id.is_(None))
    return set(session.scalars(by_machine))


def _same(attribution: Attribution, standing: Sequence[Claim]) -> Claim | None:
    """Return the claim on these words: the very same ones, or mostly those a person chose."""
    content = proposals.stretches(attribution)[SpanPart.CONTENT]
    for claim in standing:
        if claim.stretches(SpanPart.CONTENT) == content:
            return claim
    touched = (claim for claim in standing if claim.is_touched)
    return next((claim for claim in touched if _overlap(claim, content) > SAME), None)


def _overlap(claim: Claim, content: Sequence[Stretch]) -> float:
    return spans.shared(claim.stretches(SpanPart.CONTENT), content)


def _update(session: Session, claim: Claim, attribution: Attribution, cast: Cast) -> None:
    """Bring an untouched proposal up to date, and record it if that changed what it says."""
    before = claim_fields.facts(claim)
    for name, value in proposals.values(attribution, cast).items():
        setattr(claim, name, value)
    where = proposals.stretches(attribution)
    if where != claim_writing.where(claim):
        claim_writing.place(session, claim, where)
    claim.wording = claim_writing.generated_wording(claim)
    claim.search_text = search_text.of(claim)
    changes = claim_writing.differences(before, claim_fields.facts(claim))
    if changes:
        claim.updated_at = cast.at
        claim_writing.record(session, "claim.reread", claim, changes, actor=cast.actor, at=cast.at)


def _withdraw(session: Session, claim: Claim, actor: Actor, at: datetime) -> None:
    review.advance(
        session,
        claim,
        Stage.DECLINED,
        actor=MACHINE,
        at=at,
        note=f"{EXTRACTOR_VERSION} no longer finds it; {actor.name} had the article read again",
        checkability=Checkability.NOT_A_STATEMENT,
    )


def _record(
    session: Session, article: Article, outcome: Outcome, *, actor: Actor, at: datetime
) -> None:
    changes: dict[str, tuple[Any, Any]] = {
        "extractor_version": (None, EXTRACTOR_VERSION),
        "added": (None, outcome.added),
        "kept": (None, outcome.kept),
        "withdrawn": (None, outcome.withdrawn),
    }
    subject = ("article", article.id)
    history.record(session, "article.read_again", subject, changes, actor=actor, at=at)
