"""An older value brought back from the history, by the same door as any other edit."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.commands import ClaimEdit
from tracker.domain.errors import InvalidEdit, NotFound
from tracker.domain.vocabulary import (
    AttributionVerdict,
    Certainty,
    Checkability,
    ClaimKind,
    ContentVerdict,
    Priority,
    Qualifier,
    SpeechAct,
)
from tracker.models import Claim, Event
from tracker.services.editing import claim_fields, claims
from tracker.services.lookup import fetch, find

_NUMBER = re.compile(r"\(no\. (\d{1,10})\)\Z")
#: What stands in the history under another name than the field has.
_ALIASES: Mapping[str, str] = {"speaker": "speaker_id", "assignee": "assignee_id"}
_TYPES: Mapping[str, Callable[[Any], Any]] = {
    "kind": ClaimKind,
    "speech_act": SpeechAct,
    "checkability": Checkability,
    "attribution_verdict": AttributionVerdict,
    "content_verdict": ContentVerdict,
    "verdict_certainty": Certainty,
    "priority": Priority,
    "said_on": date.fromisoformat,
    "verdict_as_of": date.fromisoformat,
    "due_on": date.fromisoformat,
    "qualifiers": lambda words: tuple(Qualifier(word) for word in words),
}
#: Texts that are empty rather than missing.
_EMPTY: Mapping[str, Any] = {"note": "", "explanation": "", "qualifiers": ()}


def field_of(name: str) -> str | None:
    """Return the field that a change in the history is about, if it can be brought back."""
    field = _ALIASES.get(name, name)
    return field if field in claim_fields.FIELDS else None


def older_value(event: Event, name: str) -> Any:
    """Return the value of a field before an event, or at the birth of the claim.

    Raises InvalidEdit where the history no longer tells it.
    """
    field = field_of(name)
    if field is None or name not in event.changes:
        raise InvalidEdit(name, "the history does not tell an older value of this")
    old, new = event.changes[name]
    stored = new if event.action in {"claim.proposed", "claim.added"} else old
    try:
        return _read(field, stored)
    except (TypeError, ValueError, KeyError):
        raise InvalidEdit(name, "the history no longer tells this value") from None


def edit_with(claim: Claim, event: Event, name: str, *, edit_number: int) -> ClaimEdit:
    """Return the claim as it stands with one field as it was before the event."""
    field = field_of(name)
    value = older_value(event, name)
    edit = ClaimEdit(
        edit_number=edit_number,
        verdict_label_id=None if field == "content_verdict" else claim.verdict_label_id,
        **claim_fields.values(claim),
    )
    return replace(edit, **{str(field): value})


def restore(
    session: Session,
    claim_id: int,
    event_id: int,
    name: str,
    *,
    edit_number: int,
    actor: Actor,
    at: datetime,
) -> Mapping[str, tuple[Any, Any]]:
    """Write the value that a field had before an event, and return what changed.

    Raises StaleEdit where somebody saved the claim since the history was read.
    """
    claim = fetch(session, Claim, claim_id)
    event = event_of(session, claim_id, event_id)
    edit = edit_with(claim, event, name, edit_number=edit_number)
    return claims.revise(session, claim_id, edit, actor=actor, at=at)


def event_of(session: Session, claim_id: int, event_id: int) -> Event:
    """Return an event of the claim, or raise NotFound."""
    event = find(session, Event, event_id)
    if event is None or (event.subject, event.subject_id) != ("claim", claim_id):
        raise NotFound("the claim has no such event")
    return event


def _read(field: str, stored: Any) -> Any:
    if stored is None or stored == "":
        return _EMPTY.get(field)
    if field in _ALIASES.values():
        found = _NUMBER.search(stored)
        if found is None:
            raise ValueError(stored)
        return int(found[1])
    return _TYPES[field](stored) if field in _TYPES else stored
