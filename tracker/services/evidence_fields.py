"""The fields of evidence, replies and media: tidied, compared, and told to the history.

The history of a claim tells all of them, so their names there begin with what they are of:
nobody may take the note on a source for the note on the claim.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.domain.errors import InvalidEdit, StaleEdit, TransitionRefused
from tracker.domain.vocabulary import Stage, Word
from tracker.domain.workflow import OPEN_STAGES
from tracker.models import Claim
from tracker.readers import BadAddress, canonical_url, clean_text

Values = Mapping[str, Any]
#: Where nobody has taken the claim up, or nobody works on it any more.
_IDLE = frozenset({Stage.PROPOSED, Stage.DECLINED, Stage.ARCHIVED})


def require_open(claim: Claim) -> None:
    """Refuse to change what a verdict rests on, once the claim is in review or settled."""
    require_taken_up(claim)
    if claim.stage not in OPEN_STAGES:
        raise TransitionRefused(
            f"a claim that is {claim.stage.label.lower()} keeps its evidence; move it back first"
        )


def require_taken_up(claim: Claim) -> None:
    """Refuse to work on a claim that nobody has accepted, or that was put away."""
    if claim.stage in _IDLE:
        raise TransitionRefused(
            f"a claim that is {claim.stage.label.lower()} takes no evidence; accept it first"
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


def told(kind: str, name: str, changes: Mapping[str, tuple[Any, Any]]) -> dict[str, Any]:
    """Return changes under the names that the claim's history has for them, and what they are of.

    The history must read the same when that is renamed.
    """
    return {kind: (None, name)} | {f"{kind}_{field}": pair for field, pair in changes.items()}


def expect(edit_number: int | None, current: int, *, before: Values, wanted: Values) -> None:
    """Raise StaleEdit with both versions in words where somebody else was faster."""
    if edit_number != current:
        raise StaleEdit(_in_words(before), _in_words(wanted))


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
