"""Which addresses messages may go to: the public web, and what the house names as its own."""

from dataclasses import replace
from urllib.parse import urlsplit

from tracker.readers.policy import PUBLIC_WEB, Policy

#: A receiver that is slow keeps the others waiting.
_PATIENT = replace(PUBLIC_WEB, total_seconds=10.0, connect_seconds=5.0)


def is_trusted(url: str, trusted: frozenset[str]) -> bool:
    """Tell whether the address is one of the ``host:port`` that the house has named."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError:
        return False
    return f"{(parts.hostname or '').lower()}:{port}" in trusted


def policy_for(url: str, trusted: frozenset[str]) -> Policy:
    """Return the rules for an address: any private one only where the house has named it."""
    if not is_trusted(url, trusted):
        return _PATIENT
    port = urlsplit(url).port
    ports = frozenset({port}) if port else _PATIENT.ports
    return replace(_PATIENT, allow=lambda _address: True, ports=ports)
