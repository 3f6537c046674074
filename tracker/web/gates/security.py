"""Who may call what: deny by default, no forged requests, and headers on every answer."""

import logging
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Final, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, flash, g, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_wtf import CSRFProtect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.exceptions import Forbidden, Unauthorized
from werkzeug.wrappers import Response as AnyResponse

from tracker.domain.actors import Actor
from tracker.domain.clock import now
from tracker.domain.vocabulary import Role
from tracker.services.members import desks, sign_ins
from tracker.web.api import problems
from tracker.web.database import db
from tracker.web.gates import limits

logger = logging.getLogger(__name__)

View = TypeVar("View", bound=Callable[..., object])

#: Marks a view that needs no sign-in.
PUBLIC: Final = "public"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
#: Where the browser's token of a sign-in stands in the signed cookie.
SIGN_IN = "sign_in"

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_HSTS = "max-age=63072000; includeSubDomains"

#: Where a member who must set up a second factor may go before.
OWN_ACCOUNT = frozenset({"accounts", "second_factor"})

#: Longer than any address of ours.
NEXT_MAX = 2000

csrf = CSRFProtect()


def allow(*roles: Role, anywhere: bool = False) -> Callable[[View], View]:
    """Declare that a view is for members who may act as one of ``roles``.

    Every member may read, so ``Role.VIEWER`` admits administrators and auditors too. What
    somebody may do on the desk of the claim or article in the address counts by itself;
    ``anywhere`` is for records that no desk owns, where a role on any desk will do.
    """

    def declare(view: View) -> View:
        vars(view).update(access=roles, is_anywhere=anywhere)
        return view

    return declare


def public(view: View) -> View:
    """Declare that a view answers everybody."""
    vars(view).update(access=PUBLIC)
    return view


def public_and_kept(view: View) -> View:
    """Declare that a view answers everybody alike, so that caches may keep what it says.

    It is not told who asks, and neither the session nor its cookie is touched. The view says
    itself how long its answers may be kept.
    """
    vars(view).update(is_kept=True)
    return public(view)


def attach(app: Flask) -> None:
    """Guard every request of the application, and sign every answer with the headers."""
    csrf.init_app(app)
    public(app.view_functions["static"])
    app.before_request(_guard)
    app.after_request(_add_headers)
    app.context_processor(lambda: {"actor": g.get("actor"), "may": may})


def assert_all_declared(app: Flask) -> None:
    """Fail at start-up where an address leads to a view that does not say who may call it."""
    silent = sorted(
        {
            rule.endpoint
            for rule in app.url_map.iter_rules()
            if not hasattr(app.view_functions[rule.endpoint], "access")
        }
    )
    if silent:
        raise RuntimeError(f"these views do not say who may call them: {', '.join(silent)}")


def may(role: Role) -> bool:
    """Tell whether the one who asks is signed in and may act as ``role``."""
    actor: Actor | None = g.get("actor")
    return actor is not None and (role is Role.VIEWER or actor.may(role))


def safe_next(target: str | None) -> str:
    """Return ``target`` if it is a path on this site, and the home page otherwise.

    Browsers read a backslash as a slash and drop control characters, so either is refused.
    """
    return target if target and _is_path_here(target) else url_for("home.index")


def _is_path_here(target: str) -> bool:
    if len(target) > NEXT_MAX or not target.startswith("/") or target.startswith("//"):
        return False
    if "\\" in target or any(letter.isspace() or not letter.isprintable() for letter in target):
        return False
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return not (parts.scheme or parts.netloc or parts.path.startswith("//"))


def comes_from_here() -> bool | None:
    """Tell whether a page of ours sent this request; None where the browser does not say."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    if origin is None:
        return None
    try:
        return urlsplit(origin).netloc == request.host
    except ValueError:
        return False


def _guard() -> AnyResponse | None:
    """Look up who asks, and let only those pass whom the view admits."""
    g.actor = None
    if problems.concerns() or request.endpoint == "static" or _is_kept():
        return None
    if request.mimetype != "multipart/form-data":
        # Only the parser of multipart forms holds their fields to this by itself.
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]
    _refuse_foreign()
    g.actor = _find_actor()
    if request.method not in SAFE_METHODS:
        limits.count_writing(g.actor, request.remote_addr or "")
    if request.endpoint is None:
        return None
    access = getattr(current_app.view_functions[request.endpoint], "access", None)
    detour = None if access is PUBLIC else _admit_or_lead(access)
    if detour is None:
        csrf.protect()
    return detour


def _refuse_foreign() -> None:
    if request.method not in SAFE_METHODS and comes_from_here() is False:
        logger.warning("request.foreign endpoint=%s", request.endpoint)
        raise Forbidden(_("This request came from another site, so nothing was changed."))


def _admit_or_lead(access: object) -> AnyResponse | None:
    """Admit a member, or return where they must go first."""
    if g.actor is None:
        return _ask_to_sign_in()
    _admit(g.actor, access)
    return _ask_for_second_factor() if second_factor_is_due() else None


def _is_kept() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "is_kept", False)


def second_factor_is_due() -> bool:
    """Tell whether the one who asks must set up a second factor before anything else."""
    actor: Actor = g.actor
    needed = actor.may(Role.ADMIN) or actor.may_somewhere(Role.EDITOR)
    is_own = request.blueprint in OWN_ACCOUNT
    wanted: bool = current_app.config["SETTINGS"].require_second_factor
    return wanted and needed and not is_own and not g.has_second_factor


def _ask_for_second_factor() -> AnyResponse:
    message = _("Your role needs a second factor. Set it up, then go on.")
    if request.method not in SAFE_METHODS:
        raise Forbidden(message)
    flash(message, "info")
    return redirect(url_for("second_factor.show"))


def roles_of(access: object) -> tuple[Role, ...]:
    """Return the roles that a view declares; one that declares none is for nobody."""
    roles = access if isinstance(access, tuple) else (access,)
    if not roles or not all(isinstance(role, Role) for role in roles):
        raise Forbidden
    return roles


def _admit(actor: Actor, access: object) -> None:
    roles = roles_of(access)
    if not any(may(role) for role in roles):
        logger.warning("access.refused endpoint=%s account=%s", request.endpoint, actor.account_id)
        raise Forbidden(
            _(
                "This needs the role %(role)s, and you have the role %(yours)s. "
                "Ask an administrator of your newsroom.",
                role=_(roles[0].label).lower(),
                yours=_(actor.role.label).lower() if actor.role else "",
            )
        )


def _find_actor() -> Actor | None:
    token = session.get(SIGN_IN)
    if not isinstance(token, str):
        return None
    at = now()
    with db.reading() as reading:
        found = sign_ins.find(reading, token, at=at)
        actor = _standing(reading, found.actor) if found else None
    if found is None:
        session.pop(SIGN_IN)
        return None
    g.sign_in_id, g.has_second_factor = found.sign_in_id, found.has_second_factor
    g.signed_in_at = found.opened_at
    if found.is_due:
        _note_seen(found.sign_in_id, at)
    return actor


def _standing(reading: Session, actor: Actor) -> Actor:
    """Bring the actor on the desk of the claim or article that the address names."""
    named = {
        name: value
        for name, value in (request.view_args or {}).items()
        if name in {"claim_id", "article_id"}
    }
    view = current_app.view_functions.get(request.endpoint or "")
    anywhere = getattr(view, "is_anywhere", False)
    return desks.standing(reading, actor, anywhere=anywhere, **named)


def _note_seen(sign_in_id: int, at: datetime) -> None:
    """Note that the sign-in was used; while somebody else is writing, the next time will do."""
    try:
        with db.writing() as writing:
            sign_ins.touch(writing, sign_in_id, at=at)
            writing.commit()
    except OperationalError:
        logger.info("sign_in.not_noted sign_in=%s", sign_in_id)


def _ask_to_sign_in() -> AnyResponse:
    if request.method not in SAFE_METHODS:
        # What was typed is shown again by the error page, so that it can be sent once more.
        raise Unauthorized(_("You are signed out, so this was not saved yet."))
    target = request.full_path.rstrip("?")
    address = url_for("accounts.sign_in", next=None if target == "/" else target)
    if request.headers.get("HX-Request"):
        raise Unauthorized(response=Response(status=401, headers={"HX-Redirect": address}))
    if target != "/":
        flash(_("Please sign in to go on."), "info")
    return redirect(address)


def _add_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", _HSTS)
    may_be_kept = request.endpoint == "static" or _is_kept()
    if not may_be_kept or response.status_code >= HTTPStatus.BAD_REQUEST:
        response.headers["Cache-Control"] = "no-store"
    return response
