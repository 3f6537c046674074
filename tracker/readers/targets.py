"""Addresses to fetch: parsed once, and refused before anything is looked up."""

import re

import httpx

from tracker.readers.addresses import literal_address
from tracker.readers.links import FORBIDDEN
from tracker.readers.policy import INSTEAD, FetchFailed, FetchRefused, Policy

_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?")
# What browsers take for an IPv4 address in some notation (url.spec.whatwg.org, ends in a number).
_ENDS_IN_A_NUMBER = re.compile(r"(.*\.)?(\d+|0x[0-9a-f]*)\.?")
_LONGEST = 2000


def vetted_target(url: str, policy: Policy) -> httpx.URL:
    """Parse the address once and check all that can be checked without a look-up."""
    written = url.strip()
    if len(written) > _LONGEST or FORBIDDEN.search(written):
        raise FetchRefused("the address contains characters that addresses cannot have")
    try:
        target = httpx.URL(written)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise FetchRefused("the address is not written as a web address is") from error
    if target.scheme not in {"http", "https"}:
        raise FetchRefused("the address must begin with https:// or http://")
    if target.userinfo or "@" in written.partition("//")[2].partition("/")[0]:
        raise FetchRefused("the address contains a user name; remove the part before the @")
    if _port(target) not in policy.ports:
        raise FetchRefused("port %(port)s is not that of a public web site", port=target.port)
    _check_host(target.raw_host.decode("ascii"))
    return target.copy_with(fragment=None)


def _check_host(host: str) -> None:
    if not host:
        raise FetchRefused("the address names no site")
    if literal_address(host):
        return
    if not _HOST.fullmatch(host):
        raise FetchRefused("“%(host)s” is not the name of a site", host=host[:80])
    if _ENDS_IN_A_NUMBER.fullmatch(host):
        raise FetchRefused("“%(host)s” is a network address in an unusual notation", host=host[:80])


def _port(target: httpx.URL) -> int:
    return target.port or {"http": 80, "https": 443}[target.scheme]


def next_target(target: httpx.URL, answer: httpx.Response, policy: Policy) -> httpx.URL:
    """Return where a redirect leads, checked as the first address was."""
    location = answer.headers.get("location", "")
    if not location or FORBIDDEN.search(location):
        raise FetchFailed(
            "%(host)s redirects to no usable address; %(instead)s",
            host=target.host,
            instead=INSTEAD,
        )
    try:
        joined = str(target.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchFailed(
            "%(host)s redirects to no usable address; %(instead)s",
            host=target.host,
            instead=INSTEAD,
        ) from error
    return vetted_target(joined, policy)
