"""Speakers: find, show, correct, merge and take a merge back."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.vocabulary import Role
from tracker.services import queries
from tracker.services.speaking import speakers
from tracker.web.database import db
from tracker.web.forms.speakers import MergeForm, RoleForm, SpeakerForm
from tracker.web.gates.security import allow
from tracker.web.pages.speaker_pages import SpeakerListPage, SpeakerPage

bp = Blueprint("speakers", __name__)


@bp.get("/speakers")
@allow(Role.VIEWER)
def index() -> str:
    """List the speakers by name, or those whose name or alias holds the words asked for."""
    page = SpeakerListPage.of(db.session, request.args)
    return render_template("speakers/index.html", page=page)


@bp.get("/speakers/suggest")
@allow(Role.VIEWER)
def suggest() -> str:
    """Offer the speakers whose names begin like what is being typed, as options of a list."""
    found = speakers.search(db.session, request.args.get("q", ""), limit=12)
    return render_template("speakers/_options.html", speakers=found)


@bp.get("/speakers/<int:speaker_id>")
@allow(Role.VIEWER)
def show(speaker_id: int) -> str:
    """Show one speaker with roles, other names and all their claims."""
    page = SpeakerPage.of(db.session, speaker_id, request.args)
    return render_template("speakers/show.html", page=page)


@bp.route("/speakers/new", methods=["GET", "POST"])
@allow(Role.CONTRIBUTOR, anywhere=True)
def new() -> str | Response | tuple[str, int]:
    """Make a record for a speaker."""
    form = SpeakerForm()
    if not form.validate_on_submit():
        return _form(form, None)
    speaker = speakers.create(db.session, form.to_edit(), actor=g.actor, at=now())
    db.session.commit()
    flash(_("%(name)s has a record now.", name=speaker.name), "success")
    return redirect(url_for("speakers.show", speaker_id=speaker.id))


@bp.route("/speakers/<int:speaker_id>/edit", methods=["GET", "POST"])
@allow(Role.CONTRIBUTOR, anywhere=True)
def edit(speaker_id: int) -> str | Response | tuple[str, int]:
    """Correct what is known about a speaker."""
    speaker = queries.speaker(db.session, speaker_id)
    form = SpeakerForm.for_speaker(speaker)
    if not form.validate_on_submit():
        return _form(form, speaker)
    speakers.revise(db.session, speaker_id, form.to_edit(), actor=g.actor, at=now())
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("speakers.show", speaker_id=speaker_id))


@bp.post("/speakers/<int:speaker_id>/roles")
@allow(Role.CONTRIBUTOR, anywhere=True)
def add_role(speaker_id: int) -> str | Response | tuple[str, int]:
    """Add an office or job."""
    form = RoleForm()
    if not form.validate_on_submit():
        page = SpeakerPage.of(db.session, speaker_id, request.args, role_form=form)
        return render_template("speakers/show.html", page=page), 422
    speakers.add_role(db.session, speaker_id, form.to_edit(), actor=g.actor, at=now())
    db.session.commit()
    return redirect(url_for("speakers.show", speaker_id=speaker_id))


@bp.post("/speakers/<int:speaker_id>/roles/<int:role_id>/remove")
@allow(Role.CONTRIBUTOR, anywhere=True)
def remove_role(speaker_id: int, role_id: int) -> Response:
    """Take an office or job away."""
    speakers.remove_role(db.session, speaker_id, role_id, actor=g.actor, at=now())
    db.session.commit()
    return redirect(url_for("speakers.show", speaker_id=speaker_id))


@bp.route("/speakers/<int:speaker_id>/merge", methods=["GET", "POST"])
@allow(Role.FACT_CHECKER, anywhere=True)
def merge(speaker_id: int) -> str | Response | tuple[str, int]:
    """Say that this record is the same speaker as another."""
    speaker = queries.speaker(db.session, speaker_id)
    form = MergeForm()
    if not form.validate_on_submit():
        candidates = speakers.search(db.session, request.args.get("q", speaker.name), limit=20)
        page = render_template(
            "speakers/merge.html", speaker=speaker, form=form, candidates=candidates
        )
        return (page, 422) if form.is_submitted() else page
    kept = speakers.merge(db.session, speaker_id, form.into.data, actor=g.actor, at=now())
    db.session.commit()
    flash(_("%(name)s is part of %(kept)s now.", name=speaker.name, kept=kept.name), "success")
    return redirect(url_for("speakers.show", speaker_id=kept.id))


@bp.post("/speakers/<int:speaker_id>/unmerge")
@allow(Role.FACT_CHECKER, anywhere=True)
def unmerge(speaker_id: int) -> Response:
    """Take a merge back."""
    speaker = speakers.unmerge(db.session, speaker_id, actor=g.actor, at=now())
    db.session.commit()
    flash(_("%(name)s stands alone again.", name=speaker.name), "success")
    return redirect(url_for("speakers.show", speaker_id=speaker_id))


def _form(form: SpeakerForm, speaker: object) -> str | tuple[str, int]:
    page = render_template("speakers/edit.html", form=form, speaker=speaker)
    return (page, 422) if form.is_submitted() else page
