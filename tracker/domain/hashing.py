"""How an event is sealed: a SHA-256 over canonical JSON and the seal of the event before it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

#: What stands before the first event.
GENESIS = "0" * 64


def canonical_json(value: Mapping[str, Any]) -> str:
    """Write the value with sorted keys and no spaces, so that equal values give equal bytes."""
    return json.dumps(
        value,
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
        allow_nan=False,
    )


def seal(previous: str, event: Mapping[str, Any]) -> str:
    """Return the hex SHA-256 that binds the event to the one before it."""
    return hashlib.sha256(f"{previous}\n{canonical_json(event)}".encode()).hexdigest()


def text_sha256(text: str) -> str:
    """Return the hex SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()
