"""What every verb on a claim shares: read it in turn, compare versions, sign, record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from tracker.domain import wording
from tracker.domain.actors import Actor
from tracker.domain.commands import Spans
from tracker.domain.errors import InvalidEdit, StaleEdit, TransitionRefused
from tracker.domain.naming import is_nameless
from tracker.domain.vocabulary import SpanPart
from tracker.domain.workflow import OPEN_STAGES
from tracker.models import ArticleVersion, Claim, Speaker
from tracker.services.editing import claim_fields, search_text, spans
from tracker.services.lookup import fetch, find
from tracker.services.trail import history


def expect(
    session: Session,
    claim_id: int,
    edit_number: int,
    *,
    attempted: Mapping[str, str] | None = None,
) -> Claim:
    """Return the claim as it stands now, if that is the version which the person looked at.

    From here to the commit nobody else writes. Raises StaleEdit with both versions where
    somebody was faster, and NotFound.
    """
    history.take_turn(session)
    claim = fetch(session, Claim, claim_id)
    require_words(claim)
    if claim.edit_number != edit_number:
        raise StaleEdit(claim_fields.shown(claim) | places(claim), attempted or {})
    return claim


def require_words(claim: Claim) -> None:
    """Refuse to add anything to a claim whose words were erased on request."""
    if claim.erased_at is not None:
        raise TransitionRefused("this claim was erased on request, and stays so")


def require_open(claim: Claim) -> None:
    """Refuse to change what a claim says once it is in review or settled."""
    if claim.stage not in OPEN_STAGES:
        raise TransitionRefused(
            "a claim that is %(stage)s keeps its words; move it back first", stage=claim.stage
        )


def place(session: Session, claim: Claim, where: Spans) -> None:
    """Give the claim other stretches of its text, in rows of their own."""
    pieces = spans.make(claim.article_version.text, where)
    # The old rows go first: a new piece may begin where an old one did.
    claim.spans.clear()
    session.flush()
    claim.spans.extend(pieces)
    claim.position = claim.stretches(SpanPart.CONTENT)[0][0]


def places(claim: Claim) -> dict[str, str]:
    """Return the words of each part, as people read them."""
    return {part.value: claim.words(part) for part in SpanPart}


def where(claim: Claim) -> dict[SpanPart, tuple[tuple[int, int], ...]]:
    """Return the stretches of each part."""
    return {part: claim.stretches(part) for part in SpanPart}


def generated_wording(claim: Claim) -> str:
    """Return the wording that the claim would have if nobody had written one."""
    speaker, text = claim.speaker, claim.article_version.text
    name = speaker.name if speaker else None
    if speaker and is_nameless(speaker.name, speaker.kind):
        name = claim.words(SpanPart.SOURCE) or speaker.name.partition(" (")[0]
    return wording.stand_alone(
        [text[start:end] for start, end in claim.stretches(SpanPart.CONTENT)],
        kind=claim.kind,
        speech_act=claim.speech_act,
        speaker=name,
        role=claim.role_as_stated,
        cue=claim.words(SpanPart.CUE),
    )


def sign(claim: Claim, *, actor: Actor, at: datetime) -> None:
    """Write who changed the claim and when; call it last, before the change is recorded."""
    claim.edited_by_id, claim.updated_at = actor.account_id, at
    claim.search_text = search_text.of(claim)
    # Pieces and names stand in other tables: the edit number goes up for them, too.
    flag_modified(claim, "updated_at")


def record(
    session: Session,
    action: str,
    claim: Claim,
    changes: Mapping[str, tuple[Any, Any]],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Write a change of the claim into the history."""
    history.record(session, action, ("claim", claim.id), changes, actor=actor, at=at)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return the fields that differ as ``{field: (old, new)}``."""
    return {name: (old, after[name]) for name, old in before.items() if old != after[name]}


def speaker_for(session: Session, speaker_id: int | None) -> Speaker | None:
    """Return the speaker that an editor chose, or raise InvalidEdit where there is none."""
    speaker = find(session, Speaker, speaker_id)
    if speaker is None and speaker_id is not None:
        raise InvalidEdit(
            "speaker_id", "there is no speaker with the number %(number)d", number=speaker_id
        )
    return speaker


def version_for(session: Session, version_id: int) -> ArticleVersion:
    """Return the version of an article that a new claim stands in."""
    return fetch(session, ArticleVersion, version_id)
