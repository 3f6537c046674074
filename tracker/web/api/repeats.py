"""The Idempotency-Key header: a request that is sent twice is carried out once."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Response, g, request
from sqlalchemy.orm import Session

from tracker.domain.clock import now
from tracker.services import idempotency
from tracker.services.idempotency import Kept
from tracker.web.api.problems import Problem
from tracker.web.database import db

_KEY = re.compile(r"[!-~]{1,200}")
#: The headers of an answer that belong to the work and not to the moment.
_KEPT = ("Content-Type", "ETag", "Location")


@dataclass
class Earlier:
    """The answer that was given before, if any, and where to keep one."""

    key: str | None = None
    answer: Response | None = None

    def keep(self, session: Session, response: Response) -> None:
        """Keep the answer for the next request with this key."""
        if self.key is not None:
            headers = {name: response.headers[name] for name in _KEPT if name in response.headers}
            kept = Kept(response.status_code, headers, response.get_data(as_text=True))
            idempotency.finish(session, g.bearer.token_id, self.key, kept)


@contextmanager
def once(*, may_repeat: bool) -> Iterator[Earlier]:
    """Take the key of this request while it is carried out; give it back where that fails."""
    key = request.headers.get("Idempotency-Key")
    if key is None or not may_repeat:
        yield Earlier()
        return
    if not _KEY.fullmatch(key):
        raise Problem(400, "an Idempotency-Key has 1 to 200 visible ASCII characters")
    known = _begin(key)
    if known is not None:
        response = Response(known.body, known.status, dict(known.headers))
        response.headers["Idempotent-Replayed"] = "true"
        yield Earlier(key, response)
        return
    try:
        yield Earlier(key)
    except BaseException:
        db.session.rollback()
        _release(key)
        raise


def _begin(key: str) -> Kept | None:
    address = request.full_path
    print_ = idempotency.fingerprint(request.method, address, request.get_data(cache=True))
    with db.writing() as writing:
        known = idempotency.begin(writing, g.bearer.token_id, key, print_, at=now())
        writing.commit()
    return known


def _release(key: str) -> None:
    with db.writing() as writing:
        idempotency.release(writing, g.bearer.token_id, key)
        writing.commit()
