"""The fields that an editor writes: as values to compare, and in words to show."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain.commands import ClaimEdit
from tracker.domain.vocabulary import Qualifier, Word
from tracker.models import Account, Claim, Speaker

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


def shown(claim: Claim) -> dict[str, str]:
    """Return the claim's fields as people read them; numbers of records become names."""
    return _in_words(
        values(claim),
        speaker=claim.speaker.name if claim.speaker else "",
        assignee=claim.assignee.name if claim.assignee else "",
    )


def shown_edit(session: Session, edit: ClaimEdit) -> dict[str, str]:
    """Return the fields of an edit as people read them."""
    speaker = session.get(Speaker, edit.speaker_id) if edit.speaker_id else None
    assignee = session.get(Account, edit.assignee_id) if edit.assignee_id else None
    return _in_words(
        values(edit),
        speaker=speaker.name if speaker else "",
        assignee=assignee.name if assignee else "",
    )


def _in_words(found: Mapping[str, Any], *, speaker: str, assignee: str) -> dict[str, str]:
    words = {name: _words(value) for name, value in found.items()}
    return words | {"speaker_id": speaker, "assignee_id": assignee}


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
