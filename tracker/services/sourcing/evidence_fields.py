"""The fields of evidence, replies and media: tidied, compared, and told to the history.

The history of a claim tells all of them, so their names there begin with what they are of:
nobody may take the note on a source for the note on the claim.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.errors import InvalidEdit, StaleEdit, TransitionRefused
from tracker.domain.vocabulary import Stage, Word
from tracker.domain.workflow import OPEN_STAGES
from tracker.models import Claim, ClaimMedia, Evidence, Reply
from tracker.readers import BadAddress, canonical_url, clean_text
from tracker.services.trail import history

Values = Mapping[str, Any]
Row = Evidence | Reply | ClaimMedia
#: Where nobody has taken the claim up, or nobody works on it any more.
_IDLE = frozenset({Stage.PROPOSED, Stage.DECLINED, Stage.ARCHIVED})


def require_open(claim: Claim) -> None:
    """Refuse to change what a verdict rests on, once the claim is in review or settled."""
    require_taken_up(claim)
    if claim.stage not in OPEN_STAGES:
        raise TransitionRefused(
            "a claim that is %(stage)s keeps its evidence; move it back first", stage=claim.stage
        )


def require_taken_up(claim: Claim) -> None:
    """Refuse to work on a claim that nobody has accepted, or that was put away."""
    if claim.stage in _IDLE:
        raise TransitionRefused(
            "a claim that is %(stage)s takes no evidence; accept it first", stage=claim.stage
        )


def line(words: str | None) -> str | None:
    """Return the words on one line, or None where there are none."""
    return " ".join(clean_text(words or "").split()) or None


def paragraph(words: str | None) -> str:
    """Return the words as they were written, without space around them."""
    return clean_text(words or "").strip()


def address(field: str, url: str | None) -> str | None:
    """Return a web address as it was written, or raise InvalidEdit beside its field.

    It is checked and not rewritten: the part behind # may be what leads to the passage.
    """
    written = (url or "").strip()
    if not written:
        return None
    try:
        canonical_url(written)
    except BadAddress as refused:
        raise InvalidEdit(field, refused.message) from refused
    return written


def differences(before: Values, after: Values) -> dict[str, tuple[Any, Any]]:
    """Return the fields that differ as ``{field: (old, new)}``."""
    return {name: (old, after[name]) for name, old in before.items() if old != after[name]}


def born(values: Values) -> dict[str, tuple[None, Any]]:
    """Return what a new row begins with as changes; what is empty is not worth telling."""
    return {name: (None, value) for name, value in values.items() if value}


def write(row: Row, changes: Mapping[str, tuple[Any, Any]]) -> None:
    """Give the row its new values; JSON columns hold lists."""
    for name, (_old, new) in changes.items():
        setattr(row, name, list(new) if isinstance(new, tuple) else new)


def record(
    session: Session,
    action: str,
    row: Row,
    changes: Mapping[str, tuple[Any, Any]],
    *,
    called: str,
    actor: Actor,
    at: datetime,
    note: str = "",
) -> None:
    """Write a change of the row into the history of its claim; ``called`` says which row it is."""
    session.flush()
    told = _told(action.partition(".")[0], f"{called} (no. {row.id})", changes)
    history.record(session, action, ("claim", row.claim_id), told, actor=actor, at=at, note=note)


def expect(edit_number: int | None, current: int, *, before: Values, wanted: Values) -> None:
    """Raise StaleEdit with both versions in words where somebody else was faster."""
    if edit_number != current:
        raise StaleEdit(_in_words(before), _in_words(wanted))


def _told(kind: str, name: str, changes: Mapping[str, tuple[Any, Any]]) -> dict[str, Any]:
    """Return changes under the names that the claim's history has for them, and what they are of.

    The history must read the same when that is renamed.
    """
    return {kind: (None, name)} | {f"{kind}_{field}": pair for field, pair in changes.items()}


def _in_words(values: Values) -> dict[str, str]:
    return {name: _words(value) for name, value in values.items()}


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Word):
        return value.label
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_words(part) for part in value)
    return str(value)
