"""Web addresses as reports need them: absolute, and on the newsroom's own site."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

_SCHEMES = frozenset({"http", "https"})
#: What nearly every address looks like, so that few are taken apart the long way.
_PLAIN = re.compile(r"https?://([a-z0-9.-]+)(?:[/?#][!-Z^-~]*)?")
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def is_web_address(address: str | None) -> bool:
    """Tell whether this is an absolute http or https address."""
    return bool(_host(address))


def is_on_site(address: str | None, site: str) -> bool:
    """Tell whether the address stands on the site's host or on one below it; www counts alike."""
    host, home = _host(address), _home(site)
    return bool(home) and (host == home or host.endswith(f".{home}"))


def page_of(address: str) -> str:
    """Return the address without its anchor."""
    return address.partition("#")[0]


def as_iri(address: str) -> str:
    """Percent-encode what no IRI may hold (RFC 3987), as browsers do."""
    return _NOT_IN_IRI.sub(lambda found: f"%{ord(found[0]):02X}", address)


@lru_cache(maxsize=16)  # an export has one site and many addresses
def _home(site: str) -> str:
    return _host(site)


@lru_cache(maxsize=1024)  # a rule asks about an address again right after another one did
def _host(address: str | None) -> str:
    """Return the host without www; anything but a web address has none."""
    if not address:
        return ""
    plain = _PLAIN.fullmatch(address)
    if plain:
        return plain[1].removeprefix("www.")
    if re.search(r"\s", address):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return (parts.hostname or "").removeprefix("www.") if parts.scheme in _SCHEMES else ""
