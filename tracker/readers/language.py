"""Language tags as documents state them."""

import re

_STATED = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")


def stated_language(tag: str | None) -> str | None:
    """Return the ISO 639 code of a language tag such as ``en-GB``, or None where it is none."""
    match = _STATED.fullmatch((tag or "").strip())
    return match[1].lower() if match else None
