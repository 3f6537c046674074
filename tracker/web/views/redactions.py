"""Erasing a claim or a speaker: asked for by one administrator, carried out by another."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import Role
from tracker.models import Claim, Redaction, Speaker
from tracker.services import queries
from tracker.services.erasing import redactions
from tracker.services.lookup import fetch
from tracker.services.members import accounts
from tracker.web.background import worker
from tracker.web.database import db
from tracker.web.forms.redactions import RedactionForm
from tracker.web.gates.security import allow
from tracker.web.saving.arrivals import settings

bp = Blueprint("redactions", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/erasures")
@allow(Role.ADMIN)
def index() -> str:
    """Show what was asked for: what waits, and what was decided."""
    found = redactions.every(db.session)
    names = {one.id: one.name for one in accounts.every(db.session)}
    return render_template("redactions/index.html", wishes=found, names=names)


@bp.route("/claims/<int:claim_id>/erasure", methods=["GET", "POST"])
@allow(Role.ADMIN)
def claim(claim_id: int) -> Page:
    """Ask for the erasure of a claim."""
    found = queries.claim(db.session, claim_id)
    back = url_for("claims.show", claim_id=claim_id)
    name = _("Claim %(number)s", number=claim_id)
    return _asked(found, name=name, back=back, has_report=found.report_stage is not None)


@bp.route("/speakers/<int:speaker_id>/erasure", methods=["GET", "POST"])
@allow(Role.ADMIN)
def speaker(speaker_id: int) -> Page:
    """Ask for the erasure of what is kept of a speaker."""
    found = fetch(db.session, Speaker, speaker_id)
    back = url_for("speakers.show", speaker_id=speaker_id)
    name = _("Speaker %(number)s", number=speaker_id)
    return _asked(found, name=name, back=back, has_report=False)


@bp.post("/erasures/<int:redaction_id>/agree")
@allow(Role.ADMIN)
def agree(redaction_id: int) -> Response:
    """Carry out the erasure that another administrator asked for."""
    at, house = now(), settings()
    traces = redactions.agree(
        db.session, redaction_id, folder=house.originals_dir, actor=g.actor, at=at
    )
    db.session.commit()
    redactions.clear_away(
        db.session, traces, originals_dir=house.originals_dir, exports_dir=worker.exports_dir(house)
    )
    flash(_("It is erased. Copies of the database still hold what they held."), "success")
    return redirect(url_for("redactions.index"), 303)


@bp.post("/erasures/<int:redaction_id>/withdraw")
@allow(Role.ADMIN)
def withdraw(redaction_id: int) -> Response:
    """Take back or refuse the wish for an erasure."""
    redactions.withdraw(db.session, redaction_id, actor=g.actor, at=now())
    db.session.commit()
    flash(_("Nothing is erased."), "success")
    return redirect(url_for("redactions.index"), 303)


@bp.app_template_global()
def erasure_of(record: Claim | Speaker) -> Redaction | None:
    """Return the wish to erase a record that waits for a second administrator."""
    return redactions.pending_for(db.session, record)


def _asked(record: Claim | Speaker, *, name: str, back: str, has_report: bool) -> Page:
    form = RedactionForm()
    if not has_report:
        del form.public_note
    if form.validate_on_submit():
        try:
            redactions.request(db.session, record, form.to_draft(), actor=g.actor, at=now())
        except InvalidEdit as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("Another administrator must agree before anything is erased."), "success")
            return redirect(url_for("redactions.index"), 303)
    elif not form.is_submitted():
        form.words.data = "\n".join(redactions.suggest(db.session, record))
        if has_report:
            form.public_note.data = _("The newsroom took this report back on request.")
    kind = type(record).__tablename__
    page = render_template(
        "redactions/ask.html", form=form, record=record, kind=kind, name=name, back=back
    )
    return (page, 422) if form.is_submitted() else page
