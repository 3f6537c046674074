"""Addresses of articles, written in one way so that the same article is recognised."""

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from tracker.domain.errors import TrackerError

_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid|ttclid|yclid|igshid|igsh"
    r"|mc_[ce]id|mkt_tok|_hs(enc|mi)|_ga|_gl|ref_src|ref_url|s_cid|srsltid|vero_id|oly_\w+_id",
    re.IGNORECASE,
)
#: Characters that no address has; browsers and parsers disagree on what they mean.
FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"^`{|}\ud800-\udfff]")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_LONGEST = 2000


class BadAddress(TrackerError, ValueError):
    """The text is no address of a public web page; the message says why."""


def canonical_url(url: str) -> str:
    """Return the address in the form by which duplicates are recognised.

    Lower-cases scheme and host, drops the fragment, the default port, tracking parameters and a
    final slash (kept at the root and before a query, where servers tell the two apart). Nothing
    is sorted. Raises BadAddress for anything but http and https. RFC 3986, section 6.2.
    """
    parts = _split(url.strip())
    query = "&".join(
        pair for pair in parts.query.split("&") if not _TRACKING.fullmatch(pair.partition("=")[0])
    )
    path = _escape(_without_dots(parts.path or "/"))
    if not query and path != "/":
        path = path.rstrip("/") or "/"
    return urlunsplit((parts.scheme, _authority(parts), path, _escape(query), ""))


def host_of(url: str) -> str | None:
    """Return the site's host without a leading ``www.``, or None where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


def _split(url: str) -> SplitResult:
    if len(url) > _LONGEST:
        raise BadAddress("the address is longer than %(most)s characters", most=_LONGEST)
    if FORBIDDEN.search(url):
        raise BadAddress("the address contains spaces or characters that addresses cannot have")
    try:
        parts = urlsplit(url)
        known = parts.scheme in _PORTS and parts.hostname and parts.port != 0
    except ValueError as error:
        raise BadAddress("the address is not written as a web address is") from error
    if not known:
        raise BadAddress("the address must begin with https:// or http:// and name a site")
    if "@" in parts.netloc:
        raise BadAddress("the address contains a user name; remove the part before the @")
    return parts


def _authority(parts: SplitResult) -> str:
    host = _ascii_host(parts.hostname or "")
    port = parts.port
    return host if port in {None, _PORTS[parts.scheme]} else f"{host}:{port}"


def _ascii_host(host: str) -> str:
    if ":" in host:
        return f"[{host}]"
    try:
        name = host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise BadAddress("“%(host)s” is not the name of a site", host=host[:80]) from error
    if not name or "%" in name:
        raise BadAddress("“%(host)s” is not the name of a site", host=host[:80])
    return name


def _without_dots(path: str) -> str:
    """Resolve ``.`` and ``..`` segments as browsers do (RFC 3986, section 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1:] in (["."], [".."]):
        kept.append("")
    return "/" + "/".join(kept)


def _escape(part: str) -> str:
    """Percent-encode what is not ASCII; write each escape in capitals, and none needlessly."""
    encoded = "".join(
        character if character.isascii() else "".join(f"%{byte:02X}" for byte in character.encode())
        for character in part
    )
    return _ESCAPE.sub(_plainest, encoded)


def _plainest(escape: re.Match[str]) -> str:
    byte = int(escape[1], 16)
    return chr(byte) if byte in _UNRESERVED else f"%{byte:02X}"
