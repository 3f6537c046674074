"""Sign in, sign out, change the password, end other sign-ins."""

import logging

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import Role
from tracker.services import accounts, sign_ins
from tracker.services.sign_ins import SignInRefused
from tracker.web.database import db
from tracker.web.forms.accounts import PasswordForm, SignInForm
from tracker.web.forms.base import ConfirmForm
from tracker.web.security import TOKEN, allow, public, safe_next

logger = logging.getLogger(__name__)

bp = Blueprint("accounts", __name__)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> str | Response | tuple[str, int]:
    """Ask who it is, and open a sign-in."""
    form = SignInForm(next=request.args.get("next"))
    if g.actor is not None and not form.is_submitted():
        return redirect(safe_next(form.next.data))
    if not form.validate_on_submit():
        return _form("sign_in.html", form)
    try:
        token = _open_sign_in(form.email.data or "", form.password.data or "")
    except SignInRefused:
        form.form_errors.append(_("The e-mail address or the password is wrong."))
        return _form("sign_in.html", form)
    # Whatever the cookie held before must not outlive the change of person.
    session.clear()
    session[TOKEN] = token
    return redirect(safe_next(form.next.data))


@bp.post("/sign-out")
@allow(Role.VIEWER)
def sign_out() -> Response:
    """End this sign-in."""
    sign_ins.end(db.session, g.sign_in_id, actor=g.actor, at=now())
    db.session.commit()
    session.clear()
    flash(_("You are signed out."), "success")
    response = redirect(url_for("accounts.sign_in"))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@bp.get("/account")
@allow(Role.VIEWER)
def show() -> str:
    """Show the member's own account and sign-ins."""
    return _account(PasswordForm())


@bp.post("/account/password")
@allow(Role.VIEWER)
def change_password() -> Response | tuple[str, int]:
    """Change the password and end the other sign-ins."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return _account(form), 422
    try:
        _change_password(form)
    except InvalidEdit as error:
        form.refuse(error)
        return _account(form), 422
    flash(_("Your password is changed, and your other sign-ins are ended."), "success")
    return redirect(url_for("accounts.show"))


@bp.post("/account/sign-ins/<int:sign_in_id>/end")
@allow(Role.VIEWER)
def end_sign_in(sign_in_id: int) -> Response:
    """End one of the member's own sign-ins, on another device for instance."""
    sign_ins.end(db.session, sign_in_id, actor=g.actor, at=now())
    db.session.commit()
    flash(_("That sign-in is ended."), "success")
    return redirect(url_for("accounts.show"))


def _open_sign_in(email: str, password: str) -> str:
    at, address = now(), request.remote_addr or ""
    try:
        with db.reading() as reading:
            account = sign_ins.authenticate(reading, email, password, address=address, at=at)
    except SignInRefused:
        logger.warning("sign_in.refused address=%s", address)
        sign_ins.note_failure(db.session, email, address=address, at=at)
        db.session.commit()
        raise
    device = request.user_agent.string
    accounts.strengthen(db.session, account.id, password)
    token = sign_ins.begin(db.session, account.id, device=device, at=at)
    db.session.commit()
    logger.info("sign_in.opened account=%s address=%s", account.id, address)
    return token


def _change_password(form: PasswordForm) -> None:
    accounts.change_password(
        db.session,
        g.actor.account_id,
        current=form.current_password.data or "",
        new=form.new_password.data or "",
        actor=g.actor,
        at=now(),
        sign_in_id=g.sign_in_id,
    )
    db.session.commit()


def _account(form: PasswordForm) -> str:
    with db.reading() as reading:
        account = accounts.get(reading, g.actor.account_id)
        opened = sign_ins.counting(reading, account.id, at=now())
    return render_template(
        "accounts/show.html",
        account=account,
        opened=opened,
        this=g.sign_in_id,
        form=form,
        confirm=ConfirmForm(),
    )


def _form(template: str, form: SignInForm) -> str | tuple[str, int]:
    html = render_template(f"accounts/{template}", form=form)
    return (html, 422) if form.is_submitted() else html
