"""Evidence of a claim: added, corrected, withdrawn, fetched, looked at again, handed out."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit, NotFound
from tracker.domain.vocabulary import Role
from tracker.readers.pictures import picture_type
from tracker.services import originals, queries
from tracker.services.sourcing import drift, evidence, evidence_snapshots
from tracker.web.database import db
from tracker.web.forms.evidence import EvidenceForm, ReasonForm, SnapshotForm
from tracker.web.gates import sealing
from tracker.web.gates.security import allow
from tracker.web.saving import evidence_changes
from tracker.web.saving.arrivals import settings
from tracker.web.words.speech import sentence

bp = Blueprint("evidence", __name__, url_prefix="/claims/<int:claim_id>/evidence")

Page = str | Response | tuple[str, int]


@bp.route("/new", methods=["GET", "POST"])
@allow(Role.FACT_CHECKER)
def new(claim_id: int) -> Page:
    """Add a source, with a snapshot where one is given or to be fetched."""
    form = EvidenceForm()
    if form.validate_on_submit() and evidence_changes.save(db.session, claim_id, form):
        db.session.commit()
        flash(_("The source is added."), "success")
        return redirect(_panel(claim_id), 303)
    return _form(claim_id, form, _("Add a source"))


@bp.route("/<int:evidence_id>/edit", methods=["GET", "POST"])
@allow(Role.FACT_CHECKER)
def edit(claim_id: int, evidence_id: int) -> Page:
    """Correct what is said of a source."""
    with db.reading() as session:
        form = EvidenceForm(obj=evidence.get(session, claim_id, evidence_id))
    if form.validate_on_submit() and evidence_changes.save(db.session, claim_id, form, evidence_id):
        db.session.commit()
        flash(_("Saved."), "success")
        return redirect(_panel(claim_id), 303)
    return _form(claim_id, form, _("Correct a source"))


@bp.post("/<int:evidence_id>/withdraw")
@allow(Role.FACT_CHECKER)
def withdraw(claim_id: int, evidence_id: int) -> Page:
    """Let a source count no longer, for a reason."""
    form = ReasonForm()
    try:
        why = form.reason.data or ""
        evidence.withdraw(db.session, claim_id, evidence_id, reason=why, actor=g.actor, at=now())
    except InvalidEdit as error:
        return _refused(claim_id, error)
    db.session.commit()
    undo = url_for("evidence.bring_back", claim_id=claim_id, evidence_id=evidence_id)
    told: Any = {"text": _("The source no longer counts."), "undo": undo, "fields": {}}
    flash(told, "success")
    return redirect(_panel(claim_id), 303)


@bp.post("/<int:evidence_id>/bring-back")
@allow(Role.FACT_CHECKER)
def bring_back(claim_id: int, evidence_id: int) -> Page:
    """Let a source that was withdrawn count again."""
    evidence.bring_back(db.session, claim_id, evidence_id, actor=g.actor, at=now())
    db.session.commit()
    flash(_("The source counts again."), "success")
    return redirect(_panel(claim_id), 303)


@bp.post("/<int:evidence_id>/snapshots")
@allow(Role.FACT_CHECKER)
def fetch(claim_id: int, evidence_id: int) -> Page:
    """Fetch the source, or take the copy that was sent, and keep it as its newest snapshot."""
    form = SnapshotForm()
    try:
        address = evidence_changes.address_of(claim_id, evidence_id)
        capture = evidence_changes.capture_of(form) or evidence_changes.fetched(address)
    except InvalidEdit as error:
        return _refused(claim_id, error)
    evidence_changes.keep(db.session, claim_id, evidence_id, capture)
    db.session.commit()
    flash(_("A snapshot is kept."), "success")
    return redirect(_panel(claim_id), 303)


@bp.post("/checks")
@allow(Role.FACT_CHECKER)
def check(claim_id: int) -> Page:
    """Look at the sources again, and write down what became of them."""
    found = evidence_changes.look_again(claim_id)
    act = {"actor": g.actor, "at": now()}
    checks = [drift.record(db.session, source, seen, **act) for source, seen in found]
    db.session.commit()
    flash(evidence_changes.told([one.state for one in checks]), "info")
    return redirect(_panel(claim_id), 303)


@bp.get("/<int:evidence_id>/snapshots/<int:snapshot_id>")
@allow(Role.VIEWER)
def snapshot(claim_id: int, evidence_id: int, snapshot_id: int) -> Response:
    """Hand out what we keep, as a file to save and nothing that a browser would run."""
    kept = evidence_snapshots.get(db.session, claim_id, evidence_id, snapshot_id)
    content = originals.load(settings().originals_dir, kept.sha256)
    name = kept.filename or f"evidence-{evidence_id}-{kept.sha256[:8]}"
    return sealing.as_file(content, name)


@bp.get("/<int:evidence_id>/snapshots/<int:snapshot_id>/picture")
@allow(Role.VIEWER)
def picture(claim_id: int, evidence_id: int, snapshot_id: int) -> Response:
    """Show a picture that we keep; its bytes are looked at again before they go out."""
    kept = evidence_snapshots.get(db.session, claim_id, evidence_id, snapshot_id)
    content = originals.load(settings().originals_dir, kept.sha256)
    found = picture_type(content)
    if found is None or found != kept.media_type:
        raise NotFound("this snapshot is no picture")
    return sealing.as_picture(content, found)


def _form(claim_id: int, form: EvidenceForm, title: str) -> Page:
    claim = queries.claim(db.session, claim_id)
    page = render_template("evidence/form.html", claim=claim, form=form, title=title)
    return (page, 422) if form.is_submitted() else page


def _refused(claim_id: int, error: InvalidEdit) -> Response:
    db.session.rollback()
    flash(sentence(error), "error")
    return redirect(_panel(claim_id), 303)


def _panel(claim_id: int) -> str:
    return f"{url_for('claims.show', claim_id=claim_id)}#evidence"
