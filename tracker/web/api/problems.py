"""What a program is told when something is refused or fails: problem+json (RFC 9457)."""

import json
import logging
import math
import re
import secrets
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Response, g, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from tracker.domain.errors import (
    DuplicateArticle,
    InvalidEdit,
    MergeRefused,
    NotFound,
    PermissionRefused,
    StaleEdit,
    TrackerError,
    TransitionRefused,
)
from tracker.services.idempotency import KeyInUse, KeyMisused
from tracker.web.gates.blindness import without_verdict
from tracker.web.gates.limits import TooOften

logger = logging.getLogger(__name__)

ROOT = "/api/"
DOCUMENTS = "/api/docs"
MEDIA_TYPE = "application/problem+json"
BUSY_SECONDS = 5
#: Which status a refusal of the services becomes.
STATUS: dict[type[TrackerError], int] = {
    NotFound: 404,
    PermissionRefused: 403,
    TransitionRefused: 409,
    MergeRefused: 409,
    DuplicateArticle: 409,
    StaleEdit: 412,
    InvalidEdit: 422,
    KeyInUse: 409,
    KeyMisused: 422,
    TooOften: 429,
}


class Problem(Exception):
    """A refusal of the interface itself: its status, what is wrong, and more members."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        """Keep what the answer will say."""
        super().__init__(detail)
        self.status, self.detail, self.headers, self.more = status, detail, headers or {}, more


def concerns() -> bool:
    """Tell whether the request at hand came from a program; the documents are for people."""
    return request.path.startswith(ROOT) and request.path != DOCUMENTS


def answer(error: Exception) -> Response:
    """Return the answer for whatever went wrong."""
    if isinstance(error, Problem):
        return _write(error.status, error.detail, headers=error.headers, **error.more)
    if isinstance(error, TrackerError):
        return _refusal(error)
    if isinstance(error, StaleDataError):
        return _write(412, "somebody else saved this record first")
    if isinstance(error, HTTPException):
        return _of_http(error)
    return _failure(error)


def _refusal(error: TrackerError) -> Response:
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)
    more: dict[str, Any] = {}
    if isinstance(error, StaleEdit):
        claim_id = (request.view_args or {}).get("claim_id")
        more = {
            "current": without_verdict(claim_id, error.current),
            "attempted": without_verdict(claim_id, error.attempted),
        }
    if isinstance(error, InvalidEdit):
        more = {"errors": [{"pointer": f"/{error.field}", "detail": str(error)}]}
    if isinstance(error, DuplicateArticle):
        more = {"article_id": error.article_id}
    headers = {"Retry-After": "1"} if isinstance(error, KeyInUse) else {}
    if isinstance(error, TooOften):
        headers["Retry-After"] = str(max(1, math.ceil(error.wait.total_seconds())))
    return _write(status, str(error), headers=headers, kind=_slug(type(error)), **more)


def _of_http(error: HTTPException) -> Response:
    headers = {}
    if isinstance(error, MethodNotAllowed):
        headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    own = error.description if error.description != type(error).description else None
    status = error.code or 500
    return _write(status, own or HTTPStatus(status).description, headers=headers)


def _failure(error: Exception) -> Response:
    identity = secrets.token_hex(4)
    if isinstance(error, OperationalError):
        logger.warning("api.database id=%s", identity, exc_info=error)
        headers = {"Retry-After": str(BUSY_SECONDS)}
        return _write(503, "the database is busy; nothing was saved", headers=headers, id=identity)
    logger.error("api.failed id=%s endpoint=%s", identity, request.endpoint, exc_info=error)
    return _write(500, "something went wrong on our side; it is in the log", id=identity)


def _write(
    status: int,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    kind: str | None = None,
    **more: Any,
) -> Response:
    title = HTTPStatus(status).phrase
    body = {
        "type": f"/api/docs#problem-{kind}" if kind else "about:blank",
        "title": title,
        "status": status,
        "detail": detail or title,
        **more,
    }
    response = Response(json.dumps(body, default=str), status, mimetype=MEDIA_TYPE)
    response.headers.update(headers or {})
    response.headers.update(g.get("limit_headers") or {})
    return response


def _slug(kind: type[Exception]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()
