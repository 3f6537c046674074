"""One's own second factor: set up with the phone, renewed on paper, taken away."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import Role
from tracker.services.members import accounts, second_factors
from tracker.web.database import db
from tracker.web.forms.accounts import OwnPasswordForm, SetUpForm
from tracker.web.gates import confirmation
from tracker.web.gates.entrance import secret_key
from tracker.web.gates.security import allow
from tracker.web.pages.member_pages import FactorPage

bp = Blueprint("second_factor", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/account/second-factor")
@allow(Role.VIEWER)
def show() -> str:
    """Show whether there is a second factor, and how to get one."""
    return _page(SetUpForm(formdata=None), OwnPasswordForm())


@bp.post("/account/second-factor")
@allow(Role.VIEWER)
def set_up() -> Page:
    """Take the phone as the second factor, and show the recovery codes once."""
    form = SetUpForm()
    codes = _set_up(form) if form.validate_on_submit() else None
    if codes is None:
        return _page(form, OwnPasswordForm(formdata=None)), 422
    return render_template("accounts/recovery_codes.html", codes=codes)


@bp.post("/account/second-factor/codes")
@allow(Role.VIEWER)
def renew_codes() -> Page:
    """Replace the recovery codes, and show the new ones once."""
    form = OwnPasswordForm()
    if not _is_own(form):
        return _page(SetUpForm(formdata=None), form), 422
    codes = second_factors.renew_codes(db.session, actor=g.actor, at=now())
    db.session.commit()
    return render_template("accounts/recovery_codes.html", codes=codes)


@bp.post("/account/second-factor/remove")
@allow(Role.VIEWER)
def remove() -> Page:
    """Take the second factor away."""
    form = OwnPasswordForm()
    if not _is_own(form):
        return _page(SetUpForm(formdata=None), form), 422
    account = accounts.get(db.session, g.actor.account_id)
    second_factors.remove(db.session, account, actor=g.actor, at=now())
    db.session.commit()
    flash(_("Your second factor is gone; the password alone opens your account now."), "success")
    return redirect(url_for("accounts.show"))


def _set_up(form: SetUpForm) -> list[str] | None:
    """Return the recovery codes, or None with the reason beside its field."""
    try:
        confirmation.check(form.current_password.data or "")
        codes = second_factors.set_up(
            db.session,
            form.secret.data or "",
            form.code.data or "",
            key=secret_key(),
            actor=g.actor,
            at=now(),
        )
    except InvalidEdit as error:
        form.refuse(error)
        return None
    accounts.end_sign_ins(db.session, g.actor.account_id, at=now(), but=g.sign_in_id)
    db.session.commit()
    return codes


def _is_own(form: OwnPasswordForm) -> bool:
    if not form.validate_on_submit():
        return False
    try:
        confirmation.check(form.current_password.data or "")
    except InvalidEdit as error:
        form.refuse(error)
        return False
    return True


def _page(form: SetUpForm, own: OwnPasswordForm) -> str:
    if not second_factors.is_secret(form.secret.data or ""):
        form.secret.data = second_factors.make_secret()
    with db.reading() as reading:
        page = FactorPage.of(reading, g.actor, secret=form.secret.data or "")
    return render_template("accounts/second_factor.html", page=page, form=form, own=own)
