"""Who changed what must be told: no answer of success after a change that left no event."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from flask import has_request_context
from sqlalchemy import Connection

#: What somebody has read, typed or used last concerns nobody else, and is no work.
UNTOLD = frozenset({"draft", "kept_answer", "mention", "presence", "sign_in", "token"})
_WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)


class Watch:
    """Stands before the application, and behind its database; remembers what a request wrote."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application
        self.written: set[str] = set()

    def see(self, _connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
        found = _WRITES.match(statement)
        if found and has_request_context():
            self.written.add(found[1].lower())

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self.written.clear()
        answered: list[str] = []

        def remember(status: str, *more: Any) -> Any:
            answered.append(status)
            return start(status, *more)

        body = self.application(environ, remember)
        untold = self.written - UNTOLD
        is_told = "event" in self.written
        assert is_told or not untold or answered[0][0] not in "23", (
            f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']} wrote {untold} and no event"
        )
        return body
