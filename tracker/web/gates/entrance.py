"""Coming in: the password, then the code, then a sign-in; and devices that are known.

Between the two steps the signed cookie says whose password was right, for a few minutes.
"""

import logging
import secrets
from datetime import timedelta

from flask import current_app, redirect, request, session
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.models import Account
from tracker.services.members import accounts, second_factors, sign_ins
from tracker.services.members.sign_ins import Device, SignInRefused
from tracker.web.database import db
from tracker.web.gates.security import SIGN_IN

logger = logging.getLogger(__name__)

#: How long the second step may take.
PATIENCE = timedelta(minutes=5)
WAITING = "waiting_for_code"
#: A browser counts as known for half a year after a sign-in.
DEVICE_DAYS = 180


def check_password(email: str, password: str) -> Account:
    """Return whose address and password these are; raise SignInRefused or SignInThrottled."""
    at, address, device = now(), request.remote_addr or "", _known_device()
    try:
        with db.reading() as reading:
            account = sign_ins.authenticate(
                reading, email, password, address=address, at=at, device=device
            )
    except SignInRefused:
        logger.warning("sign_in.refused address=%s", address)
        sign_ins.note_failure(db.session, email, address=address, at=at, device=device)
        db.session.commit()
        raise
    accounts.strengthen(db.session, account.id, password)
    db.session.commit()
    return account


def needs_code(account: Account) -> bool:
    """Tell whether a code must follow; if so, the cookie remembers whose."""
    if not second_factors.is_set(db.session, account.id):
        return False
    session.clear()
    session[WAITING] = [account.id, now().timestamp(), account.password_changed_at.timestamp()]
    return True


def waiting() -> Account | None:
    """Return whose code is waited for, unless that was too long ago."""
    waited_for = session.get(WAITING)
    if not isinstance(waited_for, list):
        return None
    account_id, since, changed = waited_for
    with db.reading() as reading:
        account = accounts.get(reading, account_id)
    is_fresh = now().timestamp() - since < PATIENCE.total_seconds()
    is_same = account.is_active and account.password_changed_at.timestamp() == changed
    return account if is_fresh and is_same else None


def check_code(account: Account, code: str) -> bool:
    """Tell whether the code opens, and use it up; raise SignInThrottled after too many tries."""
    at = now()
    sign_ins.throttle_codes(db.session, account.id, at=at)
    accepted = second_factors.accepts(db.session, account.id, code, key=secret_key(), at=at)
    if not accepted:
        logger.warning("sign_in.code_refused account=%s", account.id)
        sign_ins.note_wrong_code(db.session, account.id, at=at)
    db.session.commit()
    return accepted


def open_for(account: Account, target: str) -> Response:
    """Open a sign-in for the member, remember the device, and lead on to ``target``."""
    token = sign_ins.begin(db.session, account.id, device=request.user_agent.string, at=now())
    db.session.commit()
    logger.info("sign_in.opened account=%s address=%s", account.id, request.remote_addr)
    # Whatever the cookie held before must not outlive the change of person.
    session.clear()
    session[SIGN_IN] = token
    response = redirect(target)
    _remember_device(response, account)
    return response


def secret_key() -> str:
    """Return the key of this installation."""
    return str(current_app.config["SECRET_KEY"])


def _known_device() -> Device | None:
    try:
        account_id, identity = _signer().loads(
            request.cookies.get(_cookie_name(), ""), max_age=DEVICE_DAYS * 24 * 3600
        )
    except (BadSignature, ValueError, TypeError):
        return None
    return Device(account_id, identity)


def _remember_device(response: Response, account: Account) -> None:
    known = _known_device()
    is_theirs = known is not None and known.account_id == account.id
    identity = known.identity if known and is_theirs else secrets.token_urlsafe(16)
    response.set_cookie(
        _cookie_name(),
        str(_signer().dumps([account.id, identity])),
        max_age=DEVICE_DAYS * 24 * 3600,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def _cookie_name() -> str:
    return str(current_app.config["SESSION_COOKIE_NAME"]) + "-device"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_key(), salt="known device")
