"""An older value of a claim comes back from its history."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit, StaleEdit
from tracker.domain.vocabulary import Role
from tracker.services import queries
from tracker.services.editing import restoring
from tracker.web.database import db
from tracker.web.forms.restoring import RestoreForm
from tracker.web.gates.blindness import require_sight
from tracker.web.gates.security import allow
from tracker.web.pages.claim_pages import form_for
from tracker.web.pages.conflicts import ConflictPage
from tracker.web.words.speech import sentence

bp = Blueprint("restoring", __name__)


@bp.post("/claims/<int:claim_id>/restore")
@allow(Role.CONTRIBUTOR)
def restore(claim_id: int) -> Response | tuple[str, int]:
    """Write the older value; where somebody was faster, show both versions."""
    form, there = RestoreForm(), redirect(url_for("claims.past", claim_id=claim_id), 303)
    queries.claim(db.session, claim_id)
    require_sight([claim_id])
    if not form.validate_on_submit():
        flash(_("Choose a value in the history."), "error")
        return there
    try:
        told = _restore(claim_id, form)
    except StaleEdit as stale:
        return _conflict(claim_id, form, stale), 409
    except InvalidEdit as refused:
        flash(sentence(refused), "error")
        return there
    db.session.commit()
    flash(_("The older value is back.") if told else _("It has this value already."), "success")
    return there


def _restore(claim_id: int, form: RestoreForm) -> bool:
    told = restoring.restore(
        db.session,
        claim_id,
        form.event.data or 0,
        form.name.data or "",
        edit_number=form.edit_number.data or 0,
        actor=g.actor,
        at=now(),
    )
    return bool(told)


def _conflict(claim_id: int, form: RestoreForm, stale: StaleEdit) -> str:
    """Show the page of two editors, filled with the value that was to come back."""
    db.stop_writing()
    claim = queries.claim(db.session, claim_id)
    event = restoring.event_of(db.session, claim_id, form.event.data or 0)
    field = restoring.field_of(form.name.data or "")
    page_form = form_for(db.session, claim, actor=g.actor, ignores_post=True)
    page_form.seen_event.data = event.id
    if field in page_form and field != "speaker_id":
        page_form[field].data = restoring.older_value(event, form.name.data or "")
    elif field == "speaker_id" and "speaker" in page_form:
        page_form.speaker.data = stale.attempted["speaker_id"]
        page_form.speaker_id.data = restoring.older_value(event, form.name.data or "")
    page = ConflictPage.of(db.session, claim, page_form, stale)
    return render_template("claims/conflict.html", page=page)
