"""Web addresses as reports need them: absolute, and on the newsroom's own site."""

import re
from urllib.parse import SplitResult, urlsplit

_NOTHING = urlsplit("")


def is_web_address(address: str | None) -> bool:
    """Tell whether this is an absolute http or https address."""
    return bool(_split(address).hostname)


def is_on_site(address: str | None, site: str) -> bool:
    """Tell whether the address stands on the site's host or on one below it; www counts alike."""
    host, home = _host(address), _host(site)
    return bool(home) and (host == home or host.endswith(f".{home}"))


def page_of(address: str) -> str:
    """Return the address without its anchor."""
    return address.partition("#")[0]


def _host(address: str | None) -> str:
    return (_split(address).hostname or "").removeprefix("www.")


def _split(address: str | None) -> SplitResult:
    """Split a web address; anything else gives an empty one."""
    if not address or re.search(r"\s", address):
        return _NOTHING
    try:
        parts = urlsplit(address)
    except ValueError:
        return _NOTHING
    return parts if parts.scheme in {"http", "https"} else _NOTHING
