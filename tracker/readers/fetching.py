"""Fetch an article by its address, from the public web and from nowhere else."""

import hashlib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import httpcore
import httpx

from tracker.readers.bodies import read_body
from tracker.readers.policy import (
    INSTEAD,
    PUBLIC_WEB,
    FetchFailed,
    FetchRefused,
    Policy,
    look_up,
)
from tracker.readers.targets import next_target, vetted_target
from tracker.readers.transport import Deadline, VettedBackend, VettedTransport

__all__ = ["PUBLIC_WEB", "FetchFailed", "FetchRefused", "Fetched", "Policy", "fetch", "look_up"]

_MEDIA_TYPES = frozenset(
    {
        "text/html",
        "application/xhtml+xml",
        "text/xml",
        "application/xml",
        "text/plain",
        "application/pdf",
    }
)
_HEADERS = {
    "User-Agent": "ClaimTracker/0.1 (article intake on behalf of an editor)",
    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}
_REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a site answered, kept as evidence."""

    url: str
    final_url: str
    #: The body, unpacked.
    content: bytes
    #: The Content-Type as sent, with its charset.
    media_type: str
    headers: tuple[tuple[str, str], ...]
    fetched_at: datetime
    #: The network address that answered.
    address: str | None
    #: Every address on the way, the first and the last included.
    visited: tuple[str, ...]

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the content, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def fetch(
    url: str,
    *,
    policy: Policy = PUBLIC_WEB,
    also: frozenset[str] = frozenset(),
    conditions: Mapping[str, str] | None = None,
) -> Fetched:
    """Fetch a page; raise FetchRefused where we will not and FetchFailed where we cannot.

    Redirects are followed by hand; each is checked as the first address was. ``also`` names media
    types that are welcome beside those of articles; ``conditions`` are headers such as
    If-None-Match, with which a site that has nothing new fails with the status 304.
    """
    deadline = Deadline(policy.total_seconds)
    target = vetted_target(url, policy)
    visited: list[str] = []
    while len(visited) <= policy.redirects:
        visited.append(str(target))
        backend = VettedBackend(policy, deadline)
        with VettedTransport(backend) as transport:
            answer = _ask(transport, target, policy, deadline, conditions or {})
            if answer.status_code not in _REDIRECTS:
                _check_head(answer, target, _MEDIA_TYPES | also)
                content = _content(answer, target, policy, deadline)
                return _fetched(answer, content, backend.peer, visited)
        target = next_target(target, answer, policy)
    raise FetchFailed(
        "it redirects more than %(most)s times; %(instead)s",
        most=policy.redirects,
        instead=INSTEAD,
    )


def _ask(
    transport: VettedTransport,
    target: httpx.URL,
    policy: Policy,
    deadline: Deadline,
    conditions: Mapping[str, str],
) -> httpx.Response:
    patience = httpx.Timeout(policy.total_seconds, connect=policy.connect_seconds)
    request = httpx.Request(
        "GET",
        target,
        headers={**_HEADERS, **conditions},
        extensions={"timeout": patience.as_dict()},
    )
    try:
        return transport.handle_request(request)
    except _NETWORK_ERRORS as error:
        raise _failure(error, target, deadline) from error


def _check_head(answer: httpx.Response, target: httpx.URL, welcome: frozenset[str]) -> None:
    if not answer.is_success:
        raise FetchFailed(
            "%(host)s answered %(code)d %(phrase)s; %(instead)s",
            host=target.host,
            code=answer.status_code,
            phrase=answer.reason_phrase,
            instead=INSTEAD,
            status=answer.status_code,
        )
    bare = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if bare not in welcome:
        raise FetchRefused(
            "%(host)s sent %(sent)s, not an article", host=target.host, sent=bare[:60] or "?"
        )


def _content(
    answer: httpx.Response, target: httpx.URL, policy: Policy, deadline: Deadline
) -> bytes:
    """Read the body within the limits."""
    try:
        body = read_body(answer, policy)
    except _NETWORK_ERRORS as error:
        raise _failure(error, target, deadline) from error
    # A body without a length looks complete when the watch shuts the connection.
    deadline.remaining()
    return body


_NETWORK_ERRORS = (
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
)


def _failure(error: Exception, target: httpx.URL, deadline: Deadline) -> FetchFailed:
    """Say in words what went wrong; the deadline explains most broken connections."""
    deadline.remaining()
    if isinstance(error.__context__, ssl.SSLError):
        return FetchFailed(
            "%(host)s has no valid certificate; check the address, or %(instead)s",
            host=target.host,
            instead=INSTEAD,
        )
    if isinstance(error, httpcore.ProtocolError):
        return FetchFailed(
            "%(host)s broke off or speaks no HTTP; %(instead)s", host=target.host, instead=INSTEAD
        )
    return FetchFailed(
        "this machine has no way to reach %(host)s; %(instead)s", host=target.host, instead=INSTEAD
    )


def _fetched(
    answer: httpx.Response, content: bytes, peer: str | None, visited: list[str]
) -> Fetched:
    return Fetched(
        url=visited[0],
        final_url=visited[-1],
        content=content,
        media_type=answer.headers.get("content-type", ""),
        headers=tuple(answer.headers.multi_items()),
        fetched_at=datetime.now(UTC),
        address=peer,
        visited=tuple(visited),
    )
