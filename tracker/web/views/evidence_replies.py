"""The log of replies of a claim: somebody was asked, and what came of it."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit, TransitionRefused
from tracker.domain.vocabulary import Role
from tracker.services import queries
from tracker.services.sourcing import replies
from tracker.web.database import db
from tracker.web.forms.evidence import ReasonForm, ReplyForm
from tracker.web.gates.security import allow
from tracker.web.saving.evidence_changes import refuse
from tracker.web.words.speech import sentence

bp = Blueprint("replies", __name__, url_prefix="/claims/<int:claim_id>/replies")

Page = str | Response | tuple[str, int]


@bp.route("/new", methods=["GET", "POST"])
@allow(Role.FACT_CHECKER)
def new(claim_id: int) -> Page:
    """Log that somebody was asked, or why nobody was."""
    form = ReplyForm()
    if form.validate_on_submit() and _saved(claim_id, form):
        db.session.commit()
        flash(_("It stands in the log."), "success")
        return redirect(_panel(claim_id), 303)
    return _form(claim_id, form, _("Log a request for a reply"))


@bp.route("/<int:reply_id>/edit", methods=["GET", "POST"])
@allow(Role.FACT_CHECKER)
def edit(claim_id: int, reply_id: int) -> Page:
    """Write what came of it."""
    form = ReplyForm(obj=replies.get(db.session, claim_id, reply_id))
    if form.validate_on_submit() and _saved(claim_id, form, reply_id):
        db.session.commit()
        flash(_("Saved."), "success")
        return redirect(_panel(claim_id), 303)
    return _form(claim_id, form, _("What came of it"))


@bp.post("/<int:reply_id>/withdraw")
@allow(Role.FACT_CHECKER)
def withdraw(claim_id: int, reply_id: int) -> Page:
    """Take an entry out of the log, for a reason."""
    why = ReasonForm().reason.data or ""
    try:
        replies.withdraw(db.session, claim_id, reply_id, reason=why, actor=g.actor, at=now())
    except InvalidEdit as error:
        db.session.rollback()
        flash(sentence(error), "error")
        return redirect(_panel(claim_id), 303)
    db.session.commit()
    flash(_("The entry is withdrawn."), "success")
    return redirect(_panel(claim_id), 303)


def _saved(claim_id: int, form: ReplyForm, reply_id: int | None = None) -> bool:
    try:
        if reply_id is None:
            replies.log(db.session, claim_id, form.to_edit(), actor=g.actor, at=now())
        else:
            replies.revise(db.session, claim_id, reply_id, form.to_edit(), actor=g.actor, at=now())
    except (InvalidEdit, TransitionRefused) as error:
        refuse(db.session, form, error)
        return False
    return True


def _form(claim_id: int, form: ReplyForm, title: str) -> Page:
    claim = queries.claim(db.session, claim_id)
    page = render_template("evidence/reply_form.html", claim=claim, form=form, title=title)
    return (page, 422) if form.is_submitted() else page


def _panel(claim_id: int) -> str:
    return f"{url_for('claims.show', claim_id=claim_id)}#replies"
