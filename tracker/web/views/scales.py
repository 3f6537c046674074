"""The newsroom's scale: shown to all, changed by editors."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit, NotFound
from tracker.domain.vocabulary import Role
from tracker.models import VerdictLabel
from tracker.services.editing import labels
from tracker.services.reviewing import scales
from tracker.services.trail import history
from tracker.web.database import db
from tracker.web.forms.scales import LabelForm
from tracker.web.gates.security import allow
from tracker.web.gates.viewpoint import unread
from tracker.web.pages.history_lines import event_lines

bp = Blueprint("scales", __name__, url_prefix="/scale")

Page = str | Response | tuple[str, int]


@bp.get("")
@allow(Role.VIEWER)
def index() -> str:
    """Show the labels with what they mean, and what became of the scale."""
    scale = labels.current(db.session)
    past = history.of(db.session, "verdict_scale", scale.id) if scale else []
    uses = labels.uses(db.session, unread=unread())
    return render_template("scales/index.html", scale=scale, uses=uses, events=event_lines(past))


@bp.post("/begin")
@allow(Role.EDITOR)
def begin() -> Response:
    """Give the newsroom a scale of its own."""
    scales.begin(db.session, actor=g.actor, at=now())
    return _done(_("The newsroom has a scale of its own now; change it as you like."))


@bp.route("/labels/new", methods=["GET", "POST"])
@allow(Role.EDITOR)
def new() -> Page:
    """Add a label."""
    form = LabelForm()

    def write(session: Session, at: datetime) -> VerdictLabel:
        return scales.add(session, form.to_edit(), actor=g.actor, at=at)

    return _written(form, write, title=_("Add a label"))


@bp.route("/labels/<int:label_id>/edit", methods=["GET", "POST"])
@allow(Role.EDITOR)
def edit(label_id: int) -> Page:
    """Rename or explain a label, or give it another step; old ratings keep what they say."""
    label = db.session.get(VerdictLabel, label_id)
    if label is None or not label.is_in_force:
        raise NotFound("the scale has no label with the number %(number)d", number=label_id)
    form = LabelForm(obj=label)

    def write(session: Session, at: datetime) -> VerdictLabel:
        return scales.revise(session, label_id, form.to_edit(), actor=g.actor, at=at)

    return _written(form, write, title=_("Change “%(label)s”", label=label.name))


@bp.post("/labels/<int:label_id>/retire")
@allow(Role.EDITOR)
def retire(label_id: int) -> Response:
    """Take a label out of use."""
    scales.retire(db.session, label_id, actor=g.actor, at=now())
    return _done(_("The label is retired; claims that carry it keep it."))


@bp.post("/labels/<int:label_id>/restore")
@allow(Role.EDITOR)
def restore(label_id: int) -> Response:
    """Bring a retired label back."""
    scales.restore(db.session, label_id, actor=g.actor, at=now())
    return _done(_("The label is in use again."))


@bp.post("/labels/<int:label_id>/up")
@allow(Role.EDITOR)
def up(label_id: int) -> Response:
    """Move a label one place up."""
    scales.move(db.session, label_id, up=True, actor=g.actor, at=now())
    return _done(_("The order is changed."))


@bp.post("/labels/<int:label_id>/down")
@allow(Role.EDITOR)
def down(label_id: int) -> Response:
    """Move a label one place down."""
    scales.move(db.session, label_id, up=False, actor=g.actor, at=now())
    return _done(_("The order is changed."))


@bp.post("/turn")
@allow(Role.EDITOR)
def turn() -> Response:
    """Show the other end of the scale first."""
    scales.turn(db.session, actor=g.actor, at=now())
    return _done(_("The scale is turned."))


def _written(
    form: LabelForm, write: Callable[[Session, datetime], VerdictLabel], *, title: str
) -> Page:
    if form.validate_on_submit():
        try:
            write(db.session, now())
        except InvalidEdit as error:
            form.refuse(error)
        else:
            return _done(_("The scale is changed. Ratings given before keep their label."))
    page = render_template("scales/label.html", form=form, title=title)
    return (page, 422) if form.is_submitted() else page


def _done(words: str) -> Response:
    db.session.commit()
    flash(words, "success")
    return redirect(url_for("scales.index"), 303)
