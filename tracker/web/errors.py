"""What people see when something is refused or fails: one table, calm pages, never a trace."""

import logging
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus

from flask import Flask, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from tracker.domain.errors import (
    DuplicateArticle,
    InvalidEdit,
    MergeRefused,
    NotFound,
    PermissionRefused,
    StaleEdit,
    TooMuch,
    TrackerError,
    TransitionRefused,
)
from tracker.services.members.sign_ins import SignInThrottled
from tracker.web.api import problems
from tracker.web.gates.limits import TooOften
from tracker.web.gates.security import SAFE_METHODS, comes_from_here
from tracker.web.words.speech import sentence

logger = logging.getLogger(__name__)

Answer = tuple[str, int] | tuple[str, int, dict[str, str]] | Response

#: Which answer a refusal becomes.
STATUS: dict[type[TrackerError], int] = {
    NotFound: 404,
    PermissionRefused: 403,
    TransitionRefused: 409,
    MergeRefused: 409,
    StaleEdit: 409,
    InvalidEdit: 422,
    TooMuch: 422,
    SignInThrottled: 429,
    TooOften: 429,
}
BUSY_SECONDS = 5
#: Longer texts are shown again in a box of several lines.
ONE_LINE = 120


@dataclass(frozen=True, slots=True)
class Typed:
    """One field of a form that could not be accepted, to be sent again."""

    name: str
    value: str
    is_file: bool = False

    @property
    def is_long(self) -> bool:
        """Tell whether it needs a box of several lines."""
        return len(self.value) > ONE_LINE or "\n" in self.value


def attach(app: Flask) -> None:
    """Answer every refusal and failure of the application."""
    handlers: dict[type[Exception], Callable[..., Answer]] = {
        DuplicateArticle: _show_duplicate,
        StaleEdit: _show_both_versions,
        TrackerError: _refuse,
        StaleDataError: _refuse_stale,
        SecurityError: _refuse_host,
        CSRFError: _ask_again,
        HTTPException: _explain,
        OperationalError: _wait_or_fail,
        Exception: _fail,
    }
    for kind, handler in handlers.items():
        app.register_error_handler(kind, _for_people_or_programs(handler))


def _for_people_or_programs(handler: Callable[..., Answer]) -> Callable[..., Answer]:
    def answer(error: Exception) -> Answer:
        return problems.answer(error) if problems.concerns() else handler(error)

    return answer


def page(
    status: int, message: str, *, headers: dict[str, str] | None = None, again: bool = False
) -> Answer:
    """Return the error page: what happened, what to do, and an id to quote.

    ``again`` offers to send once more what was typed.
    """
    context = {
        "status": status,
        "message": message,
        "typed": list(typed_again()),
        "again": again,
    }
    try:
        html = render_template("errors/error.html", error_id=error_id(), **context)
    except Exception:
        # The last resort: a page that needs nothing, for when the layout itself is at fault.
        logger.exception("error_page.failed id=%s", error_id())
        html = f"<!doctype html><title>{status}</title><p>Something went wrong ({error_id()}).</p>"
    return html, status, headers or {}


def error_id() -> str:
    """Return the id of this request's failure, which stands on the page and in the log."""
    if "error_id" not in g:
        g.error_id = secrets.token_hex(4)
    identity: str = g.error_id
    return identity


def typed_again() -> Iterator[Typed]:
    """Yield the fields of a form of ours that was not accepted, so that nothing typed is lost.

    Only for forms that came from our own pages: another site must not fill in a form of ours.
    Passwords are never shown again.
    """
    if request.method in SAFE_METHODS or comes_from_here() is not True:
        return
    try:
        fields = list(request.form.items(multi=True))
        files = [name for name, file in request.files.items(multi=True) if file.filename]
    except HTTPException:
        return
    for name, value in fields:
        if not name.endswith("csrf_token") and "password" not in name:
            yield Typed(name, value)
    for name in files:
        yield Typed(name, "", is_file=True)


def _refuse(error: TrackerError) -> Answer:
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
    message = sentence(error)
    if isinstance(error, SignInThrottled | TooOften):
        seconds = max(1, round(error.wait.total_seconds()))
        return page(status, message, headers={"Retry-After": str(seconds)})
    return page(status, message)


def _show_duplicate(error: DuplicateArticle) -> Answer:
    flash(_("This article is here already. This is it."), "info")
    return redirect(url_for("articles.show", article_id=error.article_id), 303)


def _show_both_versions(error: StaleEdit) -> Answer:
    names = [name for name in error.attempted if name in error.current]
    rows = [
        (name, error.current[name], error.attempted[name])
        for name in names
        if error.current[name] != error.attempted[name]
    ]
    return render_template("errors/stale.html", rows=rows, address=request.path), 409


def _refuse_stale(error: StaleDataError) -> Answer:
    logger.info("record.stale id=%s reason=%s", error_id(), error)
    return page(409, _("Somebody else saved this record while you were editing it."), again=True)


def _refuse_host(error: SecurityError) -> Answer:
    # Without a trusted host no address can be built, so this page stands alone.
    logger.warning("host.refused id=%s reason=%s", error_id(), error.description)
    return render_template("errors/host.html", error_id=error_id()), 400


def _ask_again(error: CSRFError) -> Answer:
    logger.info("form.token_refused id=%s reason=%s", error_id(), error.description)
    message = _("This page had been open for a long time, so it needs to be sent once more.")
    return page(400, message, again=True)


def _explain(error: HTTPException) -> Answer:
    status = error.code or 500
    if error.response is not None or status < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    own_words = error.description if error.description != type(error).description else None
    message = own_words or _MESSAGES.get(status, _MESSAGES[400])()
    headers = {"Allow": ", ".join(sorted(getattr(error, "valid_methods", None) or ()))}
    return page(
        status,
        message,
        again=status == HTTPStatus.UNAUTHORIZED,
        headers=headers if status == HTTPStatus.METHOD_NOT_ALLOWED else {},
    )


def _wait_or_fail(error: OperationalError) -> Answer:
    words = str(error.orig)
    if any(sign in words for sign in _BUSY):
        logger.warning("database.busy id=%s reason=%s", error_id(), words.splitlines()[0])
        message = _("Somebody else is saving just now. Nothing is lost; try again in a moment.")
    else:
        logger.error("database.failed id=%s", error_id(), exc_info=error)
        message = _("The database cannot be used just now. Nothing was saved; try again later.")
    return page(503, message, headers={"Retry-After": str(BUSY_SECONDS)}, again=True)


def _fail(error: Exception) -> Answer:
    logger.error("request.failed id=%s endpoint=%s", error_id(), request.endpoint, exc_info=error)
    return page(500, _MESSAGES[500](), again=True)


#: How the databases say that another writer was faster.
_BUSY = (
    "database is locked",
    "database table is locked",
    "lock timeout",
    "could not serialize",
    "deadlock detected",
    "statement timeout",
)

_MESSAGES: dict[int, Callable[[], str]] = {
    400: lambda: _("The request could not be understood."),
    403: lambda: _("Your role does not allow this."),
    404: lambda: _("There is no such page. It may have moved, or the address has a slip in it."),
    405: lambda: _("This address does not answer requests of this kind."),
    413: lambda: _("This is more than fits: a file may have 20 MB, a text a million characters."),
    415: lambda: _("Files of this kind cannot be read here."),
    422: lambda: _("Something in the form does not fit."),
    429: lambda: _("That was too often in a short time. Wait a little, then try again."),
    500: lambda: _("Something went wrong on our side. It has been noted under the number below."),
    503: lambda: _("The newsroom is busy just now. Try again in a moment."),
}
