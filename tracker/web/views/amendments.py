"""Corrections and retractions: proposed by one person, confirmed or declined by another."""

from typing import Any

from flask import Blueprint, flash, g, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit, TrackerError, TransitionRefused
from tracker.domain.readiness import Policy
from tracker.domain.vocabulary import Role
from tracker.services.reviewing import amendments
from tracker.web.database import db
from tracker.web.forms.amendments import DecisionForm, ProposalForm
from tracker.web.gates.security import allow
from tracker.web.saving.arrivals import settings
from tracker.web.views.claims import Page, show_again
from tracker.web.words.speech import sentence

bp = Blueprint("amendments", __name__)


@bp.post("/claims/<int:claim_id>/proposals")
@allow(Role.EDITOR)
def propose(claim_id: int) -> Page:
    """Propose to correct the report of a claim, or to retract it."""
    form = ProposalForm()
    if not form.validate():
        missing = InvalidEdit("public_note", "say what readers will be told")
        return _refuse(claim_id, form, missing)
    try:
        amendments.propose(
            db.session,
            claim_id,
            form.kind.data,
            public_note=form.public_note.data or "",
            correction=form.correction.data,
            **_asked(),
        )
    except (InvalidEdit, TransitionRefused) as refused:
        return _refuse(claim_id, form, refused)
    db.session.commit()
    flash(_("Proposed. Another person must confirm it before anything changes."), "success")
    return _back(claim_id)


@bp.post("/claims/<int:claim_id>/proposals/<int:number>/confirm")
@allow(Role.REVIEWER, Role.ADMIN)
def confirm(claim_id: int, number: int) -> Page:
    """Confirm what another person proposed."""
    try:
        amendments.confirm(db.session, claim_id, number, **_asked())
    except TransitionRefused as refused:
        return _refuse(claim_id, DecisionForm(), refused)
    db.session.commit()
    flash(_("Confirmed."), "success")
    return _back(claim_id)


@bp.post("/claims/<int:claim_id>/proposals/<int:number>/decline")
@allow(Role.REVIEWER, Role.ADMIN)
def decline(claim_id: int, number: int) -> Page:
    """Decline what somebody proposed, withdraw one's own, or give up a correction."""
    form = DecisionForm()
    note = form.note.data or ""
    try:
        amendments.decline(db.session, claim_id, number, actor=g.actor, at=now(), note=note)
    except (InvalidEdit, TransitionRefused) as refused:
        return _refuse(claim_id, form, refused)
    db.session.commit()
    flash(_("Declined. The report stays as it is."), "success")
    return _back(claim_id)


def _asked() -> dict[str, Any]:
    return {"actor": g.actor, "at": now(), "policy": Policy.of(settings())}


def _back(claim_id: int) -> Response:
    return redirect(url_for("claims.show", claim_id=claim_id, _anchor="report-head"), 303)


def _refuse(claim_id: int, form: ProposalForm | DecisionForm, refused: TrackerError) -> Page:
    """Show the claim again with what was typed, and why not."""
    db.session.rollback()
    form.form_errors.append(sentence(refused))
    return show_again(claim_id, amendment_form=form), 409
