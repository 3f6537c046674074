"""Media of a claim: pictures, films and recordings, and what was done to them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.errors import InvalidEdit, NotFound, TransitionRefused
from tracker.domain.evidence import MediaEdit
from tracker.domain.evidence_words import Authenticity, contradicts
from tracker.domain.vocabulary import Role
from tracker.models import Claim, ClaimMedia
from tracker.services.lookup import fetch
from tracker.services.sourcing import evidence_fields
from tracker.services.trail import history

FIELDS = tuple(name for name in MediaEdit.__dataclass_fields__ if name != "edit_number")


def get(session: Session, claim_id: int, media_id: int) -> ClaimMedia:
    """Return the medium of that claim as it stands now, or raise NotFound."""
    found = fetch(session, ClaimMedia, media_id)
    if found.claim_id != claim_id:
        raise NotFound(
            "claim %(of)d has no medium with the number %(number)d",
            of=claim_id,
            number=media_id,
        )
    return found


def of_claim(session: Session, claim_id: int) -> Sequence[ClaimMedia]:
    """Return the media of a claim that were not withdrawn."""
    return session.scalars(
        select(ClaimMedia)
        .where(ClaimMedia.claim_id == claim_id, ClaimMedia.withdrawn_at.is_(None))
        .order_by(ClaimMedia.id)
    ).all()


def add(
    session: Session, claim_id: int, edit: MediaEdit, *, actor: Actor, at: datetime
) -> ClaimMedia:
    """Add a medium to a claim that is being worked on."""
    claim, edit = _opened(session, claim_id, edit, actor=actor)
    medium = ClaimMedia(
        claim_id=claim.id,
        created_at=at,
        created_by_id=actor.account_id,
        updated_at=at,
        **_values(edit) | {"authenticity": list(edit.authenticity)},
    )
    session.add(medium)
    session.flush()
    changes = evidence_fields.born(_values(edit))
    _record(session, "media.added", medium, changes, actor=actor, at=at)
    return medium


def revise(
    session: Session, claim_id: int, media_id: int, edit: MediaEdit, *, actor: Actor, at: datetime
) -> history.Changes:
    """Write what a person asks for, and return what changed; raise StaleEdit as others do."""
    _claim, edit = _opened(session, claim_id, edit, actor=actor)
    medium = get(session, claim_id, media_id)
    before, wanted = _values(medium), _values(edit)
    evidence_fields.expect(edit.edit_number, medium.edit_number, before=before, wanted=wanted)
    changes = evidence_fields.differences(before, wanted)
    if not changes:
        return {}
    evidence_fields.write(medium, changes)
    medium.updated_at = at
    _record(session, "media.revised", medium, changes, actor=actor, at=at)
    return changes


def withdraw(
    session: Session, claim_id: int, media_id: int, *, reason: str, actor: Actor, at: datetime
) -> None:
    """Take a medium out of the report; the row and why stay."""
    actor.require(Role.FACT_CHECKER)
    history.take_turn(session)
    evidence_fields.require_open(fetch(session, Claim, claim_id))
    medium, why = get(session, claim_id, media_id), evidence_fields.paragraph(reason)
    if not why:
        raise InvalidEdit("reason", "say why it does not belong to the claim")
    if medium.withdrawn_at is not None:
        raise TransitionRefused("this medium was withdrawn already")
    medium.withdrawn_at, medium.withdrawal_reason, medium.updated_at = at, why, at
    changes = {"is_withdrawn": (False, True)}
    _record(session, "media.withdrawn", medium, changes, actor=actor, at=at, note=why)


def _opened(
    session: Session, claim_id: int, edit: MediaEdit, *, actor: Actor
) -> tuple[Claim, MediaEdit]:
    actor.require(Role.FACT_CHECKER)
    edit = _tidy(edit)
    history.take_turn(session)
    claim = fetch(session, Claim, claim_id)
    evidence_fields.require_open(claim)
    return claim, edit


def _tidy(edit: MediaEdit) -> MediaEdit:
    content_url = evidence_fields.address("content_url", edit.content_url)
    if content_url is None:
        raise InvalidEdit("content_url", "say where it was shared")
    if contradicts(frozenset(edit.authenticity)):
        raise InvalidEdit("authenticity", "what was edited, staged or transformed is no original")
    return replace(
        edit,
        content_url=content_url,
        archive_url=evidence_fields.address("archive_url", edit.archive_url),
        original_url=evidence_fields.address("original_url", edit.original_url),
        description=evidence_fields.paragraph(edit.description),
        original_context=evidence_fields.paragraph(edit.original_context),
        authenticity=tuple(word for word in Authenticity if word in edit.authenticity),
    )


def _values(record: ClaimMedia | MediaEdit) -> dict[str, Any]:
    found = {name: getattr(record, name) for name in FIELDS}
    return found | {"authenticity": tuple(Authenticity(word) for word in found["authenticity"])}


def _record(
    session: Session, action: str, medium: ClaimMedia, changes: history.Changes, **signed: Any
) -> None:
    evidence_fields.record(session, action, medium, changes, called=medium.content_url, **signed)
