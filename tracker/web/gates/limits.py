"""How often somebody may ask: buckets that fill again, kept in this process.

A bucket holds so many requests and fills at a rate. Each process counts for itself: the server is
one process, and several of them allow as many times as much. Signing in has stricter limits of its
own in the database, which all processes share and which survive a restart.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from tracker.domain.actors import Actor
from tracker.domain.errors import TrackerError


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and so many a second after that."""

    burst: int
    per_second: float


#: What a member writes: nobody saves three hundred times in a minute, but a script may.
WRITING = Rate(burst=300, per_second=5)
#: What comes from one address without a sign-in.
STRANGERS = Rate(burst=60, per_second=1)
#: So many buckets are kept; the one used longest ago goes first, and it is full again anyway.
BUCKETS = 10_000


class TooOften(TrackerError):
    """Somebody asks too often; ``wait`` says how long to wait."""

    def __init__(self, wait: timedelta) -> None:
        """Remember how long."""
        super().__init__("that was too often in a short time; wait a little, then try again")
        self.wait = wait


class Limiter:
    """Counts what each asks for; ``clock`` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def take(self, name: str, who: str, rate: Rate) -> float:
        """Take one from the bucket ``name`` of ``who``, and return how many are left.

        Raises TooOften where it is empty.
        """
        moment = self._clock()
        with self._lock:
            left, filled_at = self._buckets.pop((name, who), (float(rate.burst), moment))
            left = min(rate.burst, left + (moment - filled_at) * rate.per_second)
            taken = left >= 1
            self._buckets[name, who] = (left - 1 if taken else left, moment)
            while len(self._buckets) > BUCKETS:
                self._buckets.popitem(last=False)
        if not taken:
            raise TooOften(timedelta(seconds=(1 - left) / rate.per_second))
        return left - 1

    def forget(self) -> None:
        """Empty the books, as a new process would."""
        with self._lock:
            self._buckets.clear()


limiter = Limiter()


def count_writing(actor: Actor | None, address: str) -> None:
    """Count a request that writes; raise TooOften where there were too many."""
    if actor is None:
        limiter.take("strangers", address, STRANGERS)
    else:
        limiter.take("writing", str(actor.account_id), WRITING)
