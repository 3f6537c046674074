"""The fields that an editor writes: as values to compare, and in words to show."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.commands import ClaimEdit
from tracker.domain.vocabulary import Qualifier, Role, SpanPart, Stage, Word
from tracker.domain.workflow import OPEN_STAGES
from tracker.models import Account, Claim, Speaker
from tracker.services.lookup import find

#: In the order of the form. The names are those of ``ClaimEdit`` and of the claim's columns; the
#: label of a verdict follows the verdict.
FIELDS = tuple(
    name
    for name in ClaimEdit.__dataclass_fields__
    if name not in {"edit_number", "verdict_label_id"}
)

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

#: Here the newsroom's word is given; what the public reads changes by a move, not by an edit.
SETTLED = frozenset({Stage.APPROVED, Stage.PUBLISHED, Stage.CORRECTED, Stage.RETRACTED})
#: What concerns the newsroom alone, and may be written at any time.
_INTERNAL = frozenset({"note", "due_on", "assignee_id", "priority"})
#: What a contributor may write, on claims that nobody has begun to check.
_OF_CONTRIBUTORS = frozenset(FIELDS) - VERDICT_FIELDS - {"assignee_id", "due_on", "priority"}


def closed_at(stage: Stage) -> frozenset[str]:
    """Return the fields that nobody may write while a claim stands at ``stage``."""
    if stage in SETTLED:
        return frozenset(FIELDS) - _INTERNAL
    return frozenset() if stage in OPEN_STAGES else VERDICT_FIELDS


def closed_to(actor: Actor, stage: Stage) -> frozenset[str]:
    """Return the fields that only those above ``actor`` may write at ``stage``."""
    if actor.is_machine or actor.may(Role.FACT_CHECKER):
        return frozenset()
    open_to_all = _OF_CONTRIBUTORS if stage in {Stage.PROPOSED, Stage.NEW} else frozenset()
    return frozenset(FIELDS) - open_to_all


def values(record: Claim | ClaimEdit) -> dict[str, Any]:
    """Return the fields of a claim, or of an edit, so that the two can be compared."""
    found = {name: getattr(record, name) for name in FIELDS}
    return found | {"qualifiers": tuple(Qualifier(word) for word in found["qualifiers"])}


def edit_of(claim: Claim) -> ClaimEdit:
    """Return an edit that changes nothing, to be given other values."""
    return ClaimEdit(edit_number=claim.edit_number, **values(claim))


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
