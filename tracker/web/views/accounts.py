"""Sign in, sign out, change the password, end other sign-ins."""

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import Role
from tracker.services.members import accounts, sign_ins
from tracker.services.members.sign_ins import SignInRefused
from tracker.web.database import db
from tracker.web.forms.accounts import CodeForm, PasswordForm, SignInForm
from tracker.web.gates import confirmation, entrance
from tracker.web.gates.security import allow, public, safe_next

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
        account = entrance.check_password(form.email.data or "", form.password.data or "")
    except SignInRefused:
        form.form_errors.append(_("The e-mail address or the password is wrong."))
        return _form("sign_in.html", form)
    if entrance.needs_code(account):
        return redirect(url_for("accounts.enter_code", next=form.next.data or None))
    return entrance.open_for(account, safe_next(form.next.data))


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
def enter_code() -> str | Response | tuple[str, int]:
    """Ask for the second factor of whoever gave the right password."""
    form = CodeForm(next=request.args.get("next"))
    account = entrance.waiting()
    if account is None:
        return redirect(url_for("accounts.sign_in", next=form.next.data or None))
    if not form.validate_on_submit():
        return _form("enter_code.html", form)
    if not entrance.check_code(account, form.code.data or ""):
        form.form_errors.append(_("This code is wrong, too old or was used already."))
        return _form("enter_code.html", form)
    return entrance.open_for(account, safe_next(form.next.data))


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
        # A session that was stolen must not try passwords here either.
        confirmation.check(form.current_password.data or "")
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
        has_factor=g.has_second_factor,
    )


def _form(template: str, form: SignInForm | CodeForm) -> str | tuple[str, int]:
    html = render_template(f"accounts/{template}", form=form)
    return (html, 422) if form.is_submitted() else html
