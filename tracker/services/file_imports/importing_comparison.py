"""A row of our own file held against the claim as it stands: what was changed in between.

What depends on the file or is only shown is told apart from what an edit outside may change.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import isclose
from typing import Any

from tracker.domain.records import ClaimRecord
from tracker.services.file_imports.importing_plans import Changes

#: What an edit outside may change; every other column is compared and left alone.
EDITABLE = (
    "wording",
    "kind",
    "speech_act",
    "speaker",
    "role_as_stated",
    "medium",
    "said_on",
    "note",
    "checkability",
    "attribution_verdict",
    "content_verdict",
    "qualifiers",
    "verdict_as_of",
    "verdict_certainty",
    "explanation",
)
#: Excel keeps a moment as a fraction of a day, which is good to a millisecond.
SAME_MOMENT = timedelta(milliseconds=2)
#: They depend on where the file was written, not on the claim.
_OF_THE_FILE = frozenset({"public_url", "claim_id"})
#: A workbook's cell holds no longer text; it was cut when the file was written.
_CUT_AT = 32_767


def compared(values: Mapping[str, Any], here: ClaimRecord) -> tuple[Changes, list[str]]:
    """Return the changes, and the columns that were changed although they are only shown."""
    changes, left_alone = dict[str, tuple[Any, Any]](), list[str]()
    for name, new in values.items():
        old = getattr(here, name)
        if name in _OF_THE_FILE or _is_same(old, new):
            continue
        if name in EDITABLE:
            changes[name] = (old, new)
        elif name != "updated_at":
            left_alone.append(name)
    return changes, left_alone


def _is_same(old: Any, new: Any) -> bool:
    if isinstance(old, datetime) and isinstance(new, datetime):
        return abs(old - new) <= SAME_MOMENT
    if isinstance(old, float) and isinstance(new, float):
        # A workbook keeps sixteen digits.
        return isclose(old, new, abs_tol=1e-9)
    if isinstance(old, str) and isinstance(new, str):
        is_cut = len(new) >= _CUT_AT // 2 and new.endswith("…") and old.startswith(new[:-1])
        return is_cut or old.replace("\r\n", "\n") == new.replace("\r\n", "\n")
    if isinstance(old, tuple) and isinstance(new, tuple):
        return sorted(old) == sorted(new)
    return bool(old == new)
