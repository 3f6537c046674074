"""Webhooks: listed, made, changed, and what was sent to them."""

from flask import Blueprint, current_app, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.announcements import Announcement
from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import Role
from tracker.models import Webhook
from tracker.services.hooks import webhooks
from tracker.services.members import accounts
from tracker.web.database import db
from tracker.web.forms.base import ConfirmForm
from tracker.web.forms.webhooks import WebhookForm
from tracker.web.gates.confirmation import asks_password
from tracker.web.gates.security import allow
from tracker.web.saving.arrivals import settings
from tracker.web.words.filters import label

bp = Blueprint("webhooks", __name__, url_prefix="/webhooks")

Page = str | Response | tuple[str, int]


@bp.route("", methods=["GET", "POST"])
@asks_password
@allow(Role.EDITOR, Role.ADMIN)
def index() -> Page:
    """List the webhooks, and make one; this answer is the only one that shows its secret."""
    form = WebhookForm()
    if not form.is_submitted():
        return _list(form)
    made = _made(form) if form.validate() else None
    if made is None:
        return _list(form), 422
    return _show(made, WebhookForm(formdata=None, obj=made), secret=_secret(made)), 201


@bp.route("/<int:webhook_id>", methods=["GET", "POST"])
@asks_password
@allow(Role.EDITOR, Role.ADMIN)
def show(webhook_id: int) -> Page:
    """Show a webhook with what was sent to it, and change it."""
    webhook = webhooks.get(db.session, webhook_id)
    form = WebhookForm.of(webhook)
    if form.validate_on_submit() and _revised(webhook_id, form):
        flash(_("Saved."), "success")
        return redirect(url_for("webhooks.show", webhook_id=webhook_id), 303)
    page = _show(webhook, form)
    return (page, 422) if form.is_submitted() else page


@bp.post("/<int:webhook_id>/secret")
@asks_password
@allow(Role.EDITOR, Role.ADMIN)
def renew_secret(webhook_id: int) -> Page:
    """Renew the secret, and show it this once."""
    number = webhooks.get(db.session, webhook_id).edit_number
    renewed = webhooks.renew_secret(
        db.session, webhook_id, edit_number=number, actor=g.actor, at=now()
    )
    db.session.commit()
    return _show(renewed, WebhookForm(formdata=None, obj=renewed), secret=_secret(renewed))


@bp.post("/<int:webhook_id>/remove")
@asks_password
@allow(Role.EDITOR, Role.ADMIN)
def remove(webhook_id: int) -> Response:
    """Take a webhook away; what was sent stays on record."""
    number = webhooks.get(db.session, webhook_id).edit_number
    webhooks.remove(db.session, webhook_id, edit_number=number, actor=g.actor, at=now())
    db.session.commit()
    flash(_("The webhook is removed."), "success")
    return redirect(url_for("webhooks.index"), 303)


@bp.post("/<int:webhook_id>/deliveries/<int:delivery_id>/replay")
@allow(Role.EDITOR, Role.ADMIN)
def replay(webhook_id: int, delivery_id: int) -> Response:
    """Send a message once more."""
    webhooks.replay(db.session, webhook_id, delivery_id, actor=g.actor, at=now())
    db.session.commit()
    flash(_("The message is sent once more within a few seconds."), "success")
    return redirect(url_for("webhooks.show", webhook_id=webhook_id), 303)


@bp.app_template_filter()
def announcement(kind: str) -> str:
    """Say what a webhook is told of."""
    return label(Announcement(kind))


def _made(form: WebhookForm) -> Webhook | None:
    try:
        made = webhooks.create(
            db.session,
            accounts.get(db.session, g.actor.account_id),
            form.to_edit(),
            trusted=settings().webhook_hosts,
            actor=g.actor,
            at=now(),
        )
    except InvalidEdit as error:
        form.refuse(error)
        return None
    db.session.commit()
    return made


def _revised(webhook_id: int, form: WebhookForm) -> bool:
    try:
        webhooks.revise(
            db.session,
            webhook_id,
            form.to_edit(),
            edit_number=form.edit_number.data or 0,
            trusted=settings().webhook_hosts,
            actor=g.actor,
            at=now(),
        )
    except InvalidEdit as error:
        form.refuse(error)
        return False
    db.session.commit()
    return True


def _secret(webhook: Webhook) -> str:
    return webhooks.secret_of(webhook, str(current_app.config["SECRET_KEY"]))


def _list(form: WebhookForm) -> str:
    with db.reading() as reading:
        known = webhooks.every(reading)
    return render_template("webhooks/index.html", form=form, webhooks=known)


def _show(webhook: Webhook, form: WebhookForm, *, secret: str | None = None) -> str:
    with db.reading() as reading:
        sent = webhooks.deliveries(reading, webhook.id)
    return render_template(
        "webhooks/show.html",
        webhook=webhook,
        form=form,
        deliveries=sent,
        secret=secret,
        confirm=ConfirmForm(formdata=None),
    )
