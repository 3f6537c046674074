"""One declaration a view: it checks the request, and the description is written from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import Response, g, request
from pydantic import BaseModel

from tracker.domain.actors import Actor
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import Role
from tracker.web.api import conditions, repeats
from tracker.web.api.reading import read_body, read_file, read_query
from tracker.web.database import db
from tracker.web.gates.security import PUBLIC, SAFE_METHODS

View = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """What a view takes and answers, and who may call it."""

    summary: str
    #: None where no token is needed.
    scope: Scope | None
    role: Role = Role.VIEWER
    #: Another role that will do, beside the ladder.
    or_role: Role | None = None
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    answer: type[BaseModel] | None = None
    status: int = 200
    #: What is sent where that is the bytes of a file and not JSON.
    takes_file: bool = False
    #: Of which record in the address the writer must say in If-Match what they have seen.
    needs_match: str | None = None
    #: Whether the same request may be sent twice with an Idempotency-Key.
    may_repeat: bool = False
    #: What is answered where that is not JSON.
    media_type: str | None = None
    #: Refusals beyond those that follow from the above.
    refusals: tuple[int, ...] = ()

    @property
    def access(self) -> tuple[Role, ...]:
        """Return the roles that may call it."""
        return (self.role,) if self.or_role is None else (self.role, self.or_role)

    def admits(self, actor: Actor) -> bool:
        """Tell whether the actor's role will do; every member may read."""
        return Role.VIEWER in self.access or any(actor.may(role) for role in self.access)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a view answers; ``tag`` becomes the ETag."""

    content: BaseModel | None
    tag: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    #: Whether members that are null are left out rather than told as null.
    without_null: bool = False


def operation(summary: str, **facts: Any) -> Callable[[View], View]:
    """Declare a view of the interface; see Operation for what may be declared.

    The view is handed ``query``, ``body``, ``content`` (the bytes of a file) and ``match`` (the
    edit number in If-Match) where it declares them, and returns a Reply, or a Response of its
    own. It does not commit: that is done here, with the answer to a request that may be repeated.
    """
    declared = Operation(summary, **facts)

    def declare(view: View) -> View:
        @wraps(view)
        def perform(**where: Any) -> Response:
            return _perform(declared, view, where)

        access = PUBLIC if declared.scope is None else declared.access
        # Whoever holds the view can ask it what it declares, as Flask and the matrix of roles do.
        vars(perform).update(operation=declared, access=access)
        return perform

    return declare


def _perform(declared: Operation, view: View, where: dict[str, Any]) -> Response:
    given = dict(where)
    if declared.query is not None:
        given["query"] = read_query(declared.query)
    elif request.args:
        read_query(_Nothing)
    if declared.body is not None:
        given["body"] = read_body(declared.body)
    if declared.takes_file:
        given["content"] = read_file()
    if declared.needs_match is not None:
        given["match"] = conditions.required_match(declared.needs_match)
    with repeats.once(may_repeat=declared.may_repeat) as earlier:
        if earlier.answer is not None:
            return _finished(earlier.answer)
        response = _respond(declared, view(**given))
        if request.method not in SAFE_METHODS:
            earlier.keep(db.session, response)
            db.session.commit()
    return _finished(response)


def _respond(declared: Operation, reply: Any) -> Response:
    if isinstance(reply, Response):
        return reply
    body = b"" if reply.content is None else _written(reply.content, reply)
    response = Response(body, 204 if reply.content is None else declared.status)
    response.mimetype = "application/json"
    if reply.content is None:
        del response.headers["Content-Type"]
    response.headers.update(reply.headers)
    if reply.tag is not None:
        response.set_etag(reply.tag)
        if request.method in SAFE_METHODS and request.if_none_match.contains_weak(reply.tag):
            response.status_code = HTTPStatus.NOT_MODIFIED
            response.set_data(b"")
    return response


def _written(content: BaseModel, reply: Reply) -> bytes:
    return content.model_dump_json(by_alias=True, exclude_none=reply.without_null).encode()


def _finished(response: Response) -> Response:
    response.headers.update(g.get("limit_headers") or {})
    return response


class _Nothing(BaseModel, extra="forbid"):
    """Nothing may stand behind the question mark."""
