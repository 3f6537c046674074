"""Where a claim begins and ends: moved, split in two, two made one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.commands import Spans
from tracker.domain.errors import MergeRefused
from tracker.domain.vocabulary import (
    Checkability,
    ClaimKind,
    Origin,
    Role,
    SpanPart,
    Stage,
)
from tracker.models import Claim
from tracker.services.covering import coverage
from tracker.services.editing import claim_writing, search_text, spans
from tracker.services.editing.claim_writing import expect, require_open
from tracker.services.lookup import fetch
from tracker.services.reviewing import review


def move_boundaries(
    session: Session,
    claim_id: int,
    where: Spans,
    *,
    edit_number: int,
    kind: ClaimKind | None = None,
    actor: Actor,
    at: datetime,
) -> Mapping[str, tuple[Any, Any]]:
    """Give the claim other stretches of its text, and return what changed.

    Parts that are not named stay as they are. The kind follows the quotation marks unless it
    is given; a wording that nobody has written follows the words. Claims may overlap. Raises
    InvalidEdit, whose field is the part, for stretches that do not fit the text.
    """
    actor.require(Role.CONTRIBUTOR)
    claim = expect(session, claim_id, edit_number, attempted=_quoted(where))
    require_open(claim)
    told = _reshape(
        session, claim, where, kind=kind, action="claim.boundaries_moved", actor=actor, at=at
    )
    # What the claim lets go may have been decided by it alone.
    coverage.settle(session, claim.article_version.article, actor=actor, at=at)
    return told


def split(
    session: Session,
    claim_id: int,
    offset: int,
    *,
    edit_number: int,
    actor: Actor,
    at: datetime,
) -> Claim:
    """Cut the claim in two at the offset, and return the new one, which begins there.

    The new claim has the same speaker and manner of saying; it is accepted, as whatever a
    person makes, and its checking starts anew. Raises InvalidEdit for an offset that leaves no
    words on one side.
    """
    actor.require(Role.CONTRIBUTOR)
    claim = expect(session, claim_id, edit_number, attempted={"offset": str(offset)})
    require_open(claim)
    text = claim.article_version.text
    front, back = spans.divided(text, claim.stretches(SpanPart.CONTENT), offset)
    behind = _twin(claim, claim_writing.where(claim) | {SpanPart.CONTENT: back}, actor, at)
    where = {SpanPart.CONTENT: front}
    _reshape(session, claim, where, action="claim.split", actor=actor, at=at)
    session.add(behind)
    session.flush()
    changes = {
        "split_from_id": (None, claim.id),
        "wording": (None, behind.wording),
        "quote": (None, behind.words(SpanPart.CONTENT)),
    }
    claim_writing.record(session, "claim.added", behind, changes, actor=actor, at=at)
    return behind


def merge(
    session: Session,
    claim_id: int,
    other_id: int,
    *,
    edit_number: int,
    actor: Actor,
    at: datetime,
) -> Claim:
    """Make two claims of one article one: the first takes in the other's words, and is returned.

    The other is declined as a duplicate and points to the first; its own words stay with it, so
    taking it up again brings it back. Raises MergeRefused where the two cannot be one.
    """
    actor.require(Role.CONTRIBUTOR)
    claim = expect(session, claim_id, edit_number, attempted={"merged_with": str(other_id)})
    other = fetch(session, Claim, other_id)
    require_open(claim)
    if claim is other:
        raise MergeRefused("a claim cannot be merged with itself")
    if claim.article_version_id != other.article_version_id:
        raise MergeRefused("the two stand in different texts; each article keeps its own claim")
    review.advance(
        session,
        other,
        Stage.DECLINED,
        actor=actor,
        at=at,
        note=f"merged into claim {claim.id}",
        checkability=Checkability.DUPLICATE,
    )
    other.merged_into_id = claim.id
    text = claim.article_version.text
    where = {
        part: spans.without_gaps(text, spans.united(claim.stretches(part), other.stretches(part)))
        for part in SpanPart
    }
    _reshape(session, claim, where, action="claim.merged", other=other, actor=actor, at=at)
    return claim


def _reshape(
    session: Session,
    claim: Claim,
    where: Spans,
    *,
    action: str,
    actor: Actor,
    at: datetime,
    kind: ClaimKind | None = None,
    other: Claim | None = None,
) -> Mapping[str, tuple[Any, Any]]:
    before, is_own = _facts(claim), claim.wording == claim_writing.generated_wording(claim)
    claim_writing.place(session, claim, {**claim_writing.where(claim), **where})
    claim.kind = kind or spans.kind_of(
        claim.article_version.text, claim.stretches(SpanPart.CONTENT)
    )
    if is_own:
        claim.wording = claim_writing.generated_wording(claim)
    changes = claim_writing.differences(before, _facts(claim))
    if other is not None:
        changes["merged_from_id"] = (None, other.id)
    if changes:
        claim_writing.sign(claim, actor=actor, at=at)
        claim_writing.record(session, action, claim, changes, actor=actor, at=at)
    return changes


def _twin(claim: Claim, where: Spans, actor: Actor, at: datetime) -> Claim:
    """Return a claim with the same speaker and manner of saying on other words."""
    text = claim.article_version.text
    content = spans.tidy(text, SpanPart.CONTENT, where[SpanPart.CONTENT])
    twin = Claim(
        article_version=claim.article_version,
        position=content[0][0],
        spans=spans.make(text, where),
        speaker=claim.speaker,
        role_as_stated=claim.role_as_stated,
        kind=spans.kind_of(text, content),
        speech_act=claim.speech_act,
        medium=claim.medium,
        said_on=claim.said_on,
        origin=Origin.HUMAN,
        stage=Stage.NEW,
        split_from_id=claim.id,
        created_at=at,
        created_by_id=actor.account_id,
        updated_at=at,
        edited_by_id=actor.account_id,
    )
    twin.wording = claim_writing.generated_wording(twin)
    twin.search_text = search_text.of(twin)
    return twin


def _facts(claim: Claim) -> dict[str, Any]:
    parts = {part.value: claim.stretches(part) for part in SpanPart}
    return parts | {
        "quote": claim.words(SpanPart.CONTENT),
        "kind": claim.kind,
        "wording": claim.wording,
    }


def _quoted(where: Spans) -> dict[str, str]:
    """Return the stretches that were asked for, as people may compare them."""
    return {
        part.value: ", ".join(f"{start}–{end}" for start, end in stretches)
        for part, stretches in where.items()
    }
