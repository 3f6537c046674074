"""Who asks: the bearer of a token. Cookies mean nothing here, so no page can borrow a sign-in."""

import logging
import math
from dataclasses import replace
from datetime import datetime

from flask import Flask, current_app, g, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.clock import now
from tracker.domain.scopes import Scope
from tracker.services.members import desks, tokens
from tracker.services.members.tokens import Bearer
from tracker.web.api import problems
from tracker.web.api.operations import Operation
from tracker.web.api.problems import Problem
from tracker.web.api.reading import BODY_BYTES, FILE_BYTES
from tracker.web.database import db
from tracker.web.gates.limits import Rate, TooOften, limiter

logger = logging.getLogger(__name__)

#: What one token may ask, and what one address may try without a valid one.
PER_TOKEN = Rate(burst=300, per_second=5)
PER_STRANGER = Rate(burst=60, per_second=1)
_SCHEME = "bearer "
#: Their records are on no desk; what a member may do on one desk, they may do there.
_OF_NO_DESK = frozenset({"api_speakers", "api_outlets"})
LONGEST = 200


def attach(app: Flask) -> None:
    """Guard every request that a program makes."""
    app.before_request(_guard)


def _guard() -> None:
    if problems.concerns():
        guard()


def guard() -> None:
    """Let only those pass whom the operation admits; raise Problem 401, 403 or 429."""
    g.actor = g.bearer = None
    operation = _operation()
    takes_file = operation is not None and operation.takes_file
    request.max_content_length = FILE_BYTES if takes_file else BODY_BYTES
    if operation is None or operation.scope is None:
        _limit("stranger", request.remote_addr or "", PER_STRANGER)
        return
    bearer = _find()
    _limit("token", str(bearer.token_id), PER_TOKEN)
    g.bearer, g.actor = bearer, bearer.actor
    _admit(bearer, operation)


def require(scope: Scope) -> None:
    """Refuse with Problem 403 unless the token of this request has the scope."""
    bearer: Bearer = g.bearer
    if scope not in bearer.scopes:
        raise Problem(
            403,
            f"this token lacks the scope {scope.value}",
            headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope}"'},
        )


def _operation() -> Operation | None:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "operation", None)


def _find() -> Bearer:
    header = request.headers.get("Authorization", "")
    secret = header[len(_SCHEME) :].strip() if header.lower().startswith(_SCHEME) else ""
    if not secret:
        raise _unknown("send a token: Authorization: Bearer trk_…", "")
    at = now()
    with db.reading() as reading:
        found = tokens.find(reading, secret[:LONGEST], at=at)
        if found is not None:
            found = replace(found, actor=_standing(reading, found.actor))
    if found is None:
        _limit("stranger", request.remote_addr or "", PER_STRANGER)
        logger.warning("token.refused address=%s", request.remote_addr)
        raise _unknown("this token is unknown, revoked or expired", ' error="invalid_token"')
    if found.is_due:
        _note_used(found.token_id, at)
    return found


def _standing(reading: Session, actor: Actor) -> Actor:
    """Bring the actor on the desk of the claim or article that the address names."""
    named = request.view_args or {}
    known = {name: named[name] for name in ("claim_id", "article_id") if name in named}
    anywhere = request.blueprint in _OF_NO_DESK or request.endpoint == "api_articles.create"
    return desks.standing(reading, actor, anywhere=anywhere, **known)


def _unknown(detail: str, error: str) -> Problem:
    return Problem(401, detail, headers={"WWW-Authenticate": f"Bearer{error}"})


def _note_used(token_id: int, at: datetime) -> None:
    """Note the use; while somebody else is writing, the next time will do."""
    try:
        with db.writing() as writing:
            tokens.touch(writing, token_id, at=at)
            writing.commit()
    except OperationalError:
        logger.info("token.not_noted token=%s", token_id)


def _admit(bearer: Bearer, operation: Operation) -> None:
    if operation.scope is not None:
        require(operation.scope)
    if not operation.admits(bearer.actor):
        needed = " or ".join(role.label.lower() for role in operation.access)
        raise Problem(403, f"this needs the role {needed}; ask an administrator")


def _limit(bucket: str, who: str, rate: Rate) -> None:
    """Count the request, and tell a token how it stands (IETF draft RateLimit header fields)."""
    try:
        left = limiter.take(f"api {bucket}", who, rate)
    except TooOften as refused:
        _tell(bucket, rate, 0, refused.wait.total_seconds())
        raise
    _tell(bucket, rate, left, (rate.burst - left) / rate.per_second)


def _tell(bucket: str, rate: Rate, left: float, seconds: float) -> None:
    window = math.ceil(rate.burst / rate.per_second)
    g.limit_headers = {
        "RateLimit-Policy": f'"{bucket}";q={rate.burst};w={window}',
        "RateLimit": f'"{bucket}";r={int(left)};t={math.ceil(seconds)}',
    }
