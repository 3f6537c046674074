"""The queue of the writers of one process before an SQLite file, which has one writer at a time.

SQLite lets those who wait look again at growing intervals, so that somebody who waits long is the
least likely to be next; under load a writer can starve. Within a process a lock is fairer and
faster: whoever has the turn meets nobody but writers of other processes.
"""

import threading
from typing import Any

from sqlalchemy import Connection, Engine, event

_HAS_TURN = "has_turn"


class Turns:
    """Gives the turn to one connection at a time, from its first statement to its commit."""

    def __init__(self, *, patience: float) -> None:
        """Let a writer wait for ``patience`` seconds; after that SQLite decides."""
        self._lock, self._patience = threading.Lock(), patience

    def attach(self, engine: Engine) -> None:
        """Take turns back whenever a transaction of the engine ends."""
        event.listen(engine, "commit", self.end)
        event.listen(engine, "rollback", self.end)
        event.listen(engine, "checkin", self._checked_in)

    def begin(self, connection: Connection) -> None:
        """Wait for the turn of a connection that is about to write."""
        if not connection.info.get(_HAS_TURN) and self._lock.acquire(timeout=self._patience):
            connection.info[_HAS_TURN] = True

    def end(self, connection: Connection) -> None:
        """Let the next one write, if the connection has the turn."""
        # A connection that broke off is cleared away when it comes back to the pool.
        if not connection.invalidated:
            self._end(connection.info)

    def _checked_in(self, _connection: Any, record: Any) -> None:
        self._end(record.info)

    def _end(self, info: dict[Any, Any]) -> None:
        if info.pop(_HAS_TURN, False):
            self._lock.release()
