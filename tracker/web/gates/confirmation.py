"""The password once more, before what an administrator does and what guards an account.

A browser that is left alone, or a cookie that was stolen, must not be enough for that. Whoever gave
their password a short time ago is not asked again. The form that was sent waits in the page that
asks, and goes on with the right password: nothing is typed twice.
"""

import logging
from datetime import UTC, datetime, timedelta

from flask import Flask, current_app, g, render_template, request, session
from flask_babel import gettext as _

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import Role
from tracker.services.members import accounts, sign_ins
from tracker.services.members.sign_ins import SignInThrottled
from tracker.web.database import db
from tracker.web.gates.security import SAFE_METHODS, View

logger = logging.getLogger(__name__)

#: So long a password counts.
PATIENCE = timedelta(minutes=10)
#: The field of the page that asks; no form of ours has one of this name.
FIELD = "confirming_password"
#: Where the signed cookie keeps which sign-in was confirmed, and when.
CONFIRMED = "confirmed"

Answer = tuple[str, int] | tuple[str, int, dict[str, str]]


def asks_password(view: View) -> View:
    """Declare that what this view changes needs the password once more.

    Views that admit administrators only need no such word: they always ask. Nor do forms that
    have a field for the password themselves.
    """
    vars(view).update(asks_password=True)
    return view


def attach(app: Flask) -> None:
    """Ask before every request that needs it; behind the guard, which knows who it is."""
    app.before_request(_confirm)


def is_asked(view: object) -> bool:
    """Tell whether the view asks for the password before it changes anything."""
    return getattr(view, "access", None) == (Role.ADMIN,) or hasattr(view, "asks_password")


def _confirm() -> Answer | None:
    """Let pass what needs no password or comes shortly after one; ask otherwise."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method in SAFE_METHODS or not is_asked(view):
        return None
    if FIELD not in request.form:
        return None if _is_fresh() else _ask("")
    try:
        check(request.form[FIELD])
    except InvalidEdit:
        return _ask(_("This is not your password."))
    except SignInThrottled as error:
        wait = str(max(1, round(error.wait.total_seconds())))
        answer = _ask(_("That was too often in a short time. Wait a little, then try again."))
        return answer[0], 429, {"Retry-After": wait}
    session[CONFIRMED] = [g.sign_in_id, now().timestamp()]
    logger.info("password.confirmed account=%s", g.actor.account_id)
    return None


def _is_fresh() -> bool:
    """Tell whether the password was given shortly ago, to sign in or to confirm."""
    times: list[datetime] = [g.signed_in_at]
    sign_in_id, confirmed = session.get(CONFIRMED, (None, 0.0))
    if sign_in_id == g.sign_in_id:
        times.append(datetime.fromtimestamp(confirmed, UTC))
    return now() - max(times) < PATIENCE


def check(password: str) -> None:
    """Compare the member's own password, outside of any writing: hashing takes its time.

    Raises InvalidEdit where it is wrong, and SignInThrottled where it was too often.
    """
    account_id = g.actor.account_id
    try:
        with db.reading() as reading:
            sign_ins.throttle_confirmations(reading, account_id, at=now())
            accounts.require_password(reading, account_id, password)
    except InvalidEdit:
        logger.warning("password.refused account=%s", account_id)
        with db.writing() as writing:
            sign_ins.note_wrong_confirmation(writing, account_id, at=now())
            writing.commit()
        raise


def _ask(problem: str) -> tuple[str, int]:
    """Show the page that asks, with the form that waits."""
    typed = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if not name.endswith("csrf_token") and name != FIELD
    ]
    minutes = int(PATIENCE.total_seconds()) // 60
    page = render_template(
        "accounts/confirm.html", typed=typed, problem=problem, name=FIELD, minutes=minutes
    )
    return page, 403
