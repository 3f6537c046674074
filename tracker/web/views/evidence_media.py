"""Media of a claim: added, corrected, withdrawn."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit, TransitionRefused
from tracker.domain.vocabulary import Role
from tracker.services import queries
from tracker.services.sourcing import evidence_media
from tracker.web.database import db
from tracker.web.forms.evidence import MediaForm, ReasonForm
from tracker.web.gates.security import allow
from tracker.web.saving.evidence_changes import refuse
from tracker.web.words.speech import sentence

bp = Blueprint("media", __name__, url_prefix="/claims/<int:claim_id>/media")

Page = str | Response | tuple[str, int]


@bp.route("/new", methods=["GET", "POST"])
@allow(Role.FACT_CHECKER)
def new(claim_id: int) -> Page:
    """Add a picture, a film or a recording of the claim."""
    form = MediaForm()
    if form.validate_on_submit() and _saved(claim_id, form):
        db.session.commit()
        flash(_("The medium is added."), "success")
        return redirect(_panel(claim_id), 303)
    return _form(claim_id, form, _("Add a picture, film or recording"))


@bp.route("/<int:media_id>/edit", methods=["GET", "POST"])
@allow(Role.FACT_CHECKER)
def edit(claim_id: int, media_id: int) -> Page:
    """Correct what is said of a medium."""
    form = MediaForm(obj=evidence_media.get(db.session, claim_id, media_id))
    if form.validate_on_submit() and _saved(claim_id, form, media_id):
        db.session.commit()
        flash(_("Saved."), "success")
        return redirect(_panel(claim_id), 303)
    return _form(claim_id, form, _("Correct a picture, film or recording"))


@bp.post("/<int:media_id>/withdraw")
@allow(Role.FACT_CHECKER)
def withdraw(claim_id: int, media_id: int) -> Page:
    """Take a medium out of the report, for a reason."""
    act = {"reason": ReasonForm().reason.data or "", "actor": g.actor, "at": now()}
    try:
        evidence_media.withdraw(db.session, claim_id, media_id, **act)
    except InvalidEdit as error:
        db.session.rollback()
        flash(sentence(error), "error")
        return redirect(_panel(claim_id), 303)
    db.session.commit()
    flash(_("The medium is withdrawn."), "success")
    return redirect(_panel(claim_id), 303)


def _saved(claim_id: int, form: MediaForm, media_id: int | None = None) -> bool:
    act = {"actor": g.actor, "at": now()}
    try:
        if media_id is None:
            evidence_media.add(db.session, claim_id, form.to_edit(), **act)
        else:
            evidence_media.revise(db.session, claim_id, media_id, form.to_edit(), **act)
    except (InvalidEdit, TransitionRefused) as error:
        refuse(db.session, form, error)
        return False
    return True


def _form(claim_id: int, form: MediaForm, title: str) -> Page:
    claim = queries.claim(db.session, claim_id)
    page = render_template("evidence/media_form.html", claim=claim, form=form, title=title)
    return (page, 422) if form.is_submitted() else page


def _panel(claim_id: int) -> str:
    return f"{url_for('claims.show', claim_id=claim_id)}#media"
