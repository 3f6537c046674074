"""Tokens of one's own: made and shown once, listed, revoked."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import Role
from tracker.services.members import accounts, tokens
from tracker.web.database import db
from tracker.web.forms.tokens import TokenForm
from tracker.web.gates.confirmation import asks_password
from tracker.web.gates.security import allow

bp = Blueprint("tokens", __name__, url_prefix="/account/tokens")


@bp.get("")
@allow(Role.VIEWER)
def index() -> str:
    """List the member's tokens, and offer to make one."""
    return _page(TokenForm.of(g.actor))


@bp.post("")
@asks_password
@allow(Role.VIEWER)
def create() -> tuple[str, int]:
    """Make a token; this answer is the only one that shows it."""
    form = TokenForm.of(g.actor)
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        secret = _make(form)
    except InvalidEdit as error:
        form.refuse(error)
        return _page(form), 422
    return _page(TokenForm.of(g.actor, is_new=True), secret), 201


@bp.post("/<int:token_id>/revoke")
@asks_password
@allow(Role.VIEWER)
def revoke(token_id: int) -> Response:
    """End a token from the next request on."""
    tokens.revoke(db.session, token_id, actor=g.actor, at=now())
    db.session.commit()
    flash(_("The token is revoked. The program that used it has to be given another."), "success")
    return redirect(url_for("tokens.index"), 303)


def _make(form: TokenForm) -> str:
    account = accounts.get(db.session, g.actor.account_id)
    _token, secret = tokens.create(
        db.session,
        account,
        name=form.name.data or "",
        scopes=form.chosen,
        days=form.days.data or 0,
        actor=g.actor,
        at=now(),
    )
    db.session.commit()
    return secret


def _page(form: TokenForm, secret: str | None = None) -> str:
    with db.reading() as reading:
        known = tokens.of(reading, g.actor.account_id)
    return render_template(
        "tokens/index.html",
        form=form,
        tokens=known,
        scopes={one.value: one for one in Scope},
        secret=secret,
        moment=now(),
    )
