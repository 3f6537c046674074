"""Fact checks of other publishers on their way in: recognised, compared, stored."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.folding import fold
from tracker.domain.messages import Message
from tracker.domain.vocabulary import ContentVerdict
from tracker.imports import ReviewDraft, guess
from tracker.models import ExternalReview, RatingMapping
from tracker.services.file_imports.importing_plans import (
    Changes,
    ForeignRating,
    Meanings,
    Outcome,
    PlannedRow,
    RatingKey,
    both_versions,
    rating_key,
    title_of,
)

_BATCH = 500
Known = Mapping[tuple[str, str], ExternalReview]


def plan_reviews(session: Session, drafts: Sequence[ReviewDraft]) -> Iterator[PlannedRow]:
    """Yield what becomes of each check; the same one twice in a file counts once."""
    known = _known(session, drafts)
    seen = dict[tuple[str, str], ReviewDraft]()
    for draft in drafts:
        key = (draft.source, draft.external_id)
        if key in seen:
            yield _repeated(draft, seen[key])
        else:
            seen[key] = draft
            yield _planned(draft, known.get(key))


def store_review(
    session: Session,
    row: PlannedRow,
    meanings: Meanings,
    *,
    at: datetime,
) -> ExternalReview:
    """Add or update the check that was planned; the caller flushes."""
    draft = row.draft
    if not isinstance(draft, ReviewDraft):
        raise TypeError("only a fact check can be stored as one")
    verdict = meanings.get(rating_key(draft.publisher, draft.rating), guess(draft.rating))
    if row.subject is None:
        review = ExternalReview(
            source=draft.source,
            external_id=draft.external_id,
            created_at=at,
            updated_at=at,
            verdict=verdict,
            **_values(draft),
        )
        session.add(review)
    else:
        review = session.get_one(ExternalReview, row.subject[1])
        for name, (_old, new) in row.changes.items():
            setattr(review, name, list(new) if isinstance(new, tuple) else new)
        if review.edited_by_id is None:
            review.verdict = verdict
        review.updated_at = at
    review.search_text = fold(f"{review.claim_text} {review.claimant or ''} {review.publisher}")
    return review


def ratings_in(
    session: Session, drafts: Sequence[ReviewDraft], chosen: Meanings
) -> tuple[ForeignRating, ...]:
    """Return the ratings in the drafts, the most frequent first, and what each is taken to mean.

    What somebody chooses now counts before what is remembered, that before the known words.
    """
    counts = Counter(rating_key(draft.publisher, draft.rating) for draft in drafts)
    first = {rating_key(draft.publisher, draft.rating): draft for draft in reversed(drafts)}
    decided = remembered(session) | dict(chosen)
    return tuple(
        ForeignRating(
            key=key,
            publisher=first[key].publisher,
            label=first[key].rating.label,
            meaning=decided.get(key, guess(first[key].rating)),
            is_decided=key in decided,
            count=count,
        )
        for key, count in counts.most_common()
    )


def remembered(session: Session) -> dict[RatingKey, ContentVerdict]:
    """Return what people here have decided about foreign ratings."""
    return {
        (mapping.publisher, mapping.label): mapping.verdict
        for mapping in session.scalars(select(RatingMapping))
    }


def remember(session: Session, meanings: Meanings) -> None:
    """Keep what somebody decided about ratings for the next file of these publishers."""
    known = {(one.publisher, one.label): one for one in session.scalars(select(RatingMapping))}
    for (publisher, label), verdict in meanings.items():
        if (publisher, label) in known:
            known[publisher, label].verdict = verdict
        else:
            session.add(RatingMapping(publisher=publisher, label=label, verdict=verdict))


def _known(session: Session, drafts: Sequence[ReviewDraft]) -> Known:
    ids = sorted({draft.external_id for draft in drafts})
    found = dict[tuple[str, str], ExternalReview]()
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        for review in session.scalars(
            select(ExternalReview).where(ExternalReview.external_id.in_(batch))
        ):
            found[review.source, review.external_id] = review
    return found


def _planned(draft: ReviewDraft, known: ExternalReview | None) -> PlannedRow:
    row = PlannedRow(draft.line, Outcome.ADD, title_of(draft.claim_text), draft.notes, draft=draft)
    if known is None and draft.is_withdrawn:
        gone = (*draft.notes, Message("its publisher took it back, and it is not here"))
        return replace(row, outcome=Outcome.SKIP, messages=gone)
    if known is None:
        return row
    changes = _changes(draft, known)
    row = replace(row, subject=("external_review", known.id), changes=changes)
    if not changes:
        return replace(
            row, outcome=Outcome.SKIP, messages=(*draft.notes, Message("it is here already"))
        )
    if known.edited_by_id is not None and "rating_label" in changes:
        told = (Message("somebody here has changed it by hand"), *both_versions(changes))
        return replace(row, outcome=Outcome.CONFLICT, messages=(*draft.notes, *told))
    return replace(row, outcome=Outcome.UPDATE, messages=(*draft.notes, *both_versions(changes)))


def _repeated(draft: ReviewDraft, first: ReviewDraft) -> PlannedRow:
    is_same = _values(draft) == _values(first)
    told = (
        Message("row %(line)d says the same", line=first.line)
        if is_same
        else Message("row %(line)d says something else about the same check", line=first.line)
    )
    return PlannedRow(
        draft.line,
        Outcome.SKIP if is_same else Outcome.REFUSE,
        title_of(draft.claim_text),
        (*draft.notes, told),
        draft=draft,
    )


def _changes(draft: ReviewDraft, known: ExternalReview) -> Changes:
    if draft.is_withdrawn:
        # A tombstone need not repeat the check.
        return {} if known.is_withdrawn else {"is_withdrawn": (False, True)}
    wanted = _values(draft)
    return {
        name: (getattr(known, name), value)
        for name, value in wanted.items()
        if getattr(known, name) != value
    }


def _values(draft: ReviewDraft) -> dict[str, Any]:
    return {
        "claim_text": draft.claim_text,
        "claimant": draft.claimant,
        "claimed_on": draft.claimed_on,
        "publisher": draft.publisher,
        "url": draft.url,
        "headline": draft.headline,
        "language": draft.language,
        "reviewed_on": draft.reviewed_on,
        "rating_label": draft.rating.label,
        "rating_value": draft.rating.value,
        "rating_best": draft.rating.best,
        "rating_worst": draft.rating.worst,
        "rating_explanation": draft.rating.explanation,
        "appearances": list(draft.appearances),
        "is_withdrawn": draft.is_withdrawn,
    }
