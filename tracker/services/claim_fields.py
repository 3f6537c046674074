"""The fields that an editor writes: as values to compare, and in words to show."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain.commands import ClaimEdit
from tracker.domain.vocabulary import Qualifier, SpanPart, Word
from tracker.models import Account, Claim, Speaker
from tracker.services.lookup import find

#: In the order of the form. The names are those of ``ClaimEdit`` and of the claim's columns.
FIELDS = tuple(name for name in ClaimEdit.__dataclass_fields__ if name != "edit_number")

#: What is said of the verdict; written only while the claim is being worked on.
VERDICT_FIELDS = frozenset(
    {
        "attribution_verdict",
        "content_verdict",
        "qualifiers",
        "verdict_as_of",
        "verdict_certainty",
        "explanation",
    }
)


def values(record: Claim | ClaimEdit) -> dict[str, Any]:
    """Return the fields of a claim, or of an edit, so that the two can be compared."""
    found = {name: getattr(record, name) for name in FIELDS}
    return found | {"qualifiers": tuple(Qualifier(word) for word in found["qualifiers"])}


def named(record: Speaker | Account | None) -> str | None:
    """Return how the history names a record: it must read the same when that one is renamed."""
    return None if record is None else f"{record.name} (no. {record.id})"


def facts(claim: Claim) -> dict[str, object]:
    """Return what the history says of a claim when it comes to be."""
    return {
        "wording": claim.wording,
        "quote": claim.words(SpanPart.CONTENT),
        "speaker": claim.speaker.name if claim.speaker else None,
        "role_as_stated": claim.role_as_stated,
        "kind": claim.kind,
        "speech_act": claim.speech_act,
        "medium": claim.medium,
        "stage": claim.stage,
    }


def shown(claim: Claim) -> dict[str, str]:
    """Return the claim's fields as people read them; numbers of records become names."""
    return _in_words(values(claim), speaker=claim.speaker, assignee=claim.assignee)


def shown_edit(session: Session, edit: ClaimEdit) -> dict[str, str]:
    """Return the fields of an edit as people read them."""
    return _in_words(
        values(edit),
        speaker=find(session, Speaker, edit.speaker_id),
        assignee=find(session, Account, edit.assignee_id),
    )


def _in_words(
    found: Mapping[str, Any], *, speaker: Speaker | None, assignee: Account | None
) -> dict[str, str]:
    words = {name: _words(value) for name, value in found.items()}
    names = {
        "speaker_id": speaker.name if speaker else "",
        "assignee_id": assignee.name if assignee else "",
    }
    return words | names


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Word):
        return value.label
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_words(part) for part in value)
    return str(value)
