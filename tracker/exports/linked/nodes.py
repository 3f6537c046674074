"""What the nodes of all JSON-LD have in common: names, addresses, and nothing that is empty."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from tracker.domain.records import ClaimRecord
from tracker.exports.addresses import is_web_address


@lru_cache(maxsize=1024)  # the newsroom is in every report, and an outlet in many
def organisation(name: str | None, url: str | None) -> dict[str, Any] | None:
    """Return the node of an organisation, unless nothing is known of it."""
    if not name and not url:
        return None
    return known({"@type": "Organization", "name": name, "url": url})


def identifier(record: ClaimRecord, page: str, part: str) -> str:
    """Name a part of a report by its page, so that no two nodes share a name."""
    return f"{page}#{part}-{record.claim_id}"


def web_address(address: str | None) -> str | None:
    """Return the address where it leads somewhere in the web."""
    return address if address and is_web_address(address) else None


def known(node: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is not known; a zero is."""
    return {name: value for name, value in node.items() if value or value == 0}
