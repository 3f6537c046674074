"""How an event is sealed: a SHA-256 over what it says and the seal of the event before it.

Seals of version 2 cover digests of the parts that speak of people (the actor's name; the changes
and the note), each with a salt of its own. Where such a part must be erased, its words and its
salt go and the digest stays: the chain holds, and nobody can guess the words from the digest.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

#: What stands before the first event.
GENESIS = "0" * 64
#: The seals of today.
SEAL_VERSION = 2
SALT_BYTES = 16


def compact_json(value: Any) -> str:
    """Write JSON without spaces; the text that is stored is the text that is digested."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def canonical_json(value: Mapping[str, Any]) -> str:
    """Write the value with sorted keys and no spaces, so that equal values give equal bytes."""
    return json.dumps(
        value,
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
        allow_nan=False,
    )


def make_salt() -> str:
    """Return a new salt, in hexadecimal digits."""
    return secrets.token_hex(SALT_BYTES)


def digest(salt: str, *parts: str) -> str:
    """Return the hex SHA-256 of the parts with their salt; only the last may hold line ends."""
    return hashlib.sha256("\n".join((salt, *parts)).encode()).hexdigest()


def seal(previous: str, *frame: object) -> str:
    """Return the seal of version 2: what happened when to which record, and the digests.

    The parts of the frame are numbers, words of ours and digests, so that none holds a line end.
    """
    return hashlib.sha256("\n".join((previous, *map(str, frame))).encode()).hexdigest()


def first_seal(previous: str, event: Mapping[str, Any]) -> str:
    """Return the seal of version 1: the words themselves, as canonical JSON."""
    return hashlib.sha256(f"{previous}\n{canonical_json(event)}".encode()).hexdigest()


def text_sha256(text: str) -> str:
    """Return the hex SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()
