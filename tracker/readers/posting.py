"""Messages posted to an address on the web, under the rules by which pages are fetched."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

import httpcore
import httpx

from tracker.readers.policy import PUBLIC_WEB, FetchFailed, FetchRefused, Policy
from tracker.readers.targets import vetted_target
from tracker.readers.transport import Deadline, VettedBackend, VettedTransport

#: So much of an answer is kept, for people to read.
SAID_MAX = 200
#: So much of it is read at all.
READ_MAX = 4_000
#: Answers of 200 to 299 say that the message was taken.
OK_CLASS = 2


@dataclass(frozen=True, slots=True)
class Posted:
    """What the other side answered; no status where nobody did."""

    status: int | None
    said: str
    milliseconds: int

    @property
    def is_taken(self) -> bool:
        """Tell whether the message arrived."""
        return self.status is not None and self.status // 100 == OK_CLASS


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, policy: Policy = PUBLIC_WEB
) -> Posted:
    """Post the body, following no redirect; what goes wrong is said in the answer."""
    begun = time.monotonic()
    try:
        deadline = Deadline(policy.total_seconds)
        target = vetted_target(url, policy)
        with VettedTransport(VettedBackend(policy, deadline)) as transport:
            status, said = _send(transport, target, body, headers, policy)
    except (FetchFailed, FetchRefused) as error:
        status, said = None, str(error).partition(";")[0]
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
        status, said = None, type(error).__name__
    return Posted(status, said[:SAID_MAX], round((time.monotonic() - begun) * 1000))


def _send(
    transport: VettedTransport,
    target: httpx.URL,
    body: bytes,
    headers: Mapping[str, str],
    policy: Policy,
) -> tuple[int, str]:
    patience = httpx.Timeout(policy.total_seconds, connect=policy.connect_seconds)
    request = httpx.Request(
        "POST",
        target,
        content=body,
        headers={"User-Agent": "ClaimTracker-Webhook", **headers},
        extensions={"timeout": patience.as_dict()},
    )
    answer = transport.handle_request(request)
    found = b""
    for piece in answer.iter_raw():
        found += piece
        if len(found) >= READ_MAX:
            break
    words = found.decode("utf-8", "replace").replace("\0", "")
    return answer.status_code, " ".join(words.split())
