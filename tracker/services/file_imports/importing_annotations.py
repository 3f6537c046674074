"""Annotations on their way in: each becomes a claim on the article whose words it marks."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.commands import ClaimDraft, Stretch
from tracker.domain.errors import InvalidEdit
from tracker.domain.messages import Message
from tracker.domain.vocabulary import SpanPart
from tracker.imports import AnnotationDraft
from tracker.imports.anchoring import Orphan, anchor
from tracker.models import Article, ArticleVersion, Claim
from tracker.readers import BadAddress, canonical_url
from tracker.services.editing import claims, spans
from tracker.services.file_imports.importing_claims import speaker_called
from tracker.services.file_imports.importing_plans import Outcome, PlannedRow, title_of
from tracker.services.lookup import find

#: So much of the shorter stretch in common makes two claims the same words.
_SAME_WORDS = 0.9


def plan_annotations(
    session: Session, drafts: Sequence[AnnotationDraft], *, site: str
) -> Iterator[PlannedRow]:
    """Yield what becomes of each annotation; ``site`` is our own address, as exports name it."""
    texts = dict[str, ArticleVersion | None]()
    taken = dict[int, list[tuple[int, Sequence[Stretch]]]]()
    for draft in drafts:
        if draft.source not in texts:
            texts[draft.source] = _text_at(session, draft.source, site)
        version = texts[draft.source]
        if version is None:
            yield _row(
                draft,
                Outcome.REFUSE,
                Message("the article %(source)s is not here", source=draft.source),
            )
            continue
        if version.id not in taken:
            taken[version.id] = _claims_on(session, version)
        yield _planned(draft, version, taken[version.id])


def store_annotation(
    session: Session, row: PlannedRow, *, site: str, actor: Actor, at: datetime
) -> Claim:
    """Add the claim that was planned."""
    draft = row.draft
    if not isinstance(draft, AnnotationDraft):
        raise TypeError("only an annotation can become a claim in this way")
    version = _text_at(session, draft.source, site)
    found = None if version is None else _stretches(version.text, draft)
    if version is None or not isinstance(found, tuple):
        raise InvalidEdit("content", "the words are not in the article any more")
    speaker_id = None
    try:
        speaker_id = speaker_called(session, draft.speaker)
        note = draft.note
    except InvalidEdit:
        note = f"{draft.note} Speaker according to the annotation: {draft.speaker}".strip()
    wanted = ClaimDraft(
        article_version_id=version.id,
        spans={SpanPart.CONTENT: found},
        wording=draft.wording,
        speaker_id=speaker_id,
        note=note,
    )
    return claims.add(session, wanted, actor=actor, at=at)


def _planned(
    draft: AnnotationDraft,
    version: ArticleVersion,
    taken: list[tuple[int, Sequence[Stretch]]],
) -> PlannedRow:
    found = _stretches(version.text, draft)
    if isinstance(found, Orphan):
        return _row(draft, Outcome.ORPHAN, found.reason)
    for claim_id, stretches in taken:
        if spans.shared(stretches, found) >= _SAME_WORDS:
            subject = ("claim", claim_id) if claim_id else None
            told = (
                Message("these words are claim %(number)d", number=claim_id)
                if claim_id
                else Message("these words are in this file already")
            )
            return _row(draft, Outcome.SKIP, told, subject)
    taken.append((0, found))
    return _row(draft, Outcome.ADD, "; ".join(draft.notes))


def _row(
    draft: AnnotationDraft,
    outcome: Outcome,
    told: str = "",
    subject: tuple[str, int] | None = None,
) -> PlannedRow:
    words = draft.wording or " … ".join(one.exact or "" for one in draft.selectors)
    title = title_of(words or draft.note or draft.external_id or draft.source)
    messages = (told,) if told else ()
    return PlannedRow(draft.line, outcome, title, messages, {}, subject, draft)


def _stretches(text: str, draft: AnnotationDraft) -> tuple[Stretch, ...] | Orphan:
    places = [anchor(text, selector) for selector in draft.selectors]
    lost = next((place for place in places if isinstance(place, Orphan)), None)
    if lost is not None:
        return lost
    found = tuple((one.start, one.end) for one in places if not isinstance(one, Orphan))
    try:
        return spans.tidy(text, SpanPart.CONTENT, found)
    except InvalidEdit as error:
        return Orphan(error.message)


def _text_at(session: Session, source: str, site: str) -> ArticleVersion | None:
    """Return the text that the address means: one of ours, or the outlet's page."""
    ours = re.fullmatch(re.escape(site.rstrip("/")) + r"/articles/(\d{1,10})", source)
    if ours:
        article = find(session, Article, int(ours[1]))
        return article.current if article else None
    try:
        address = canonical_url(source)
    except BadAddress:
        return None
    article = session.scalar(select(Article).where(Article.canonical_url == address))
    return article.current if article else None


def _claims_on(session: Session, version: ArticleVersion) -> list[tuple[int, Sequence[Stretch]]]:
    here = session.scalars(select(Claim).where(Claim.article_version_id == version.id))
    return [(claim.id, claim.stretches(SpanPart.CONTENT)) for claim in here]
