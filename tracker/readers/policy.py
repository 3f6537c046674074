"""What a fetch may do, and how it says that it did not."""

import queue
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tracker.domain.errors import TrackerError
from tracker.domain.messages import Message
from tracker.readers.addresses import Address, is_public

INSTEAD = Message("save the page in a browser and upload the file")


class FetchRefused(TrackerError):
    """We will not fetch this address; the message says why."""


class FetchFailed(TrackerError):
    """The address could not be fetched; the message says what to do instead."""

    def __init__(self, message: str, /, *, status: int | None = None, **values: object) -> None:
        """Keep what the site answered, if it answered at all."""
        super().__init__(message, **values)
        self.status = status


def look_up(host: str, port: int, seconds: float) -> Sequence[str]:
    """Return all the addresses of a name; raise OSError where there are none in time.

    The system's resolver knows no time limit, so it runs in a thread that may be left behind.
    """
    answers: queue.SimpleQueue[Sequence[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([str(entry[4][0]) for entry in found])
        except (OSError, UnicodeError) as error:
            answers.put(OSError(str(error)))

    threading.Thread(target=ask, name="look-up", daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty as error:
        raise OSError("the name was not found in time") from error
    if isinstance(answer, OSError):
        raise answer
    return answer


@dataclass(frozen=True, slots=True)
class Policy:
    """The limits of a fetch and the doors it may go through."""

    resolve: Callable[[str, int, float], Sequence[str]] = look_up
    allow: Callable[[Address], bool] = is_public
    ports: frozenset[int] = frozenset({80, 443})
    connect_seconds: float = 5.0
    total_seconds: float = 20.0
    wire_bytes: int = 10_000_000
    content_bytes: int = 20_000_000
    redirects: int = 5


PUBLIC_WEB = Policy()
