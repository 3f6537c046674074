"""The sentences of an article: declined, opened again; the article closed when all are decided."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit, TransitionRefused
from tracker.domain.vocabulary import Role
from tracker.services.covering import coverage
from tracker.web.database import db
from tracker.web.forms.base import ConfirmForm
from tracker.web.forms.coverage import DeclineForm, SentencesForm
from tracker.web.gates.security import allow, safe_next
from tracker.web.pages.sentence_pages import SentencesPage
from tracker.web.words.speech import sentence

bp = Blueprint("coverage", __name__)


@bp.get("/articles/<int:article_id>/sentences")
@allow(Role.VIEWER)
def show(article_id: int) -> str:
    """Show every sentence with what has become of it."""
    page = SentencesPage.of(db.session, article_id)
    return render_template("articles/sentences.html", page=page)


@bp.post("/articles/<int:article_id>/sentences/decline")
@allow(Role.CONTRIBUTOR)
def decline(article_id: int) -> Response:
    """Decline the sentences that were ticked."""
    form = DeclineForm()
    if not form.validate_on_submit():
        flash(_("Choose a reason and tick the sentences."), "error")
        return _back(article_id, form)
    try:
        done = coverage.decline(
            db.session, article_id, form.starts, form.reason.data, actor=g.actor, at=now()
        )
    except InvalidEdit as refused:
        flash(sentence(refused), "error")
        return _back(article_id, form)
    db.session.commit()
    number = len(done.changes["sentences"][1])
    told = ngettext("%(num)s sentence is declined.", "%(num)s sentences are declined.", number)
    undo = url_for("coverage.take_back", article_id=article_id)
    fields = {"event": done.id, "next": form.next.data or ""}
    flash(_undoable(told, undo, fields), "success")
    return _back(article_id, form)


@bp.post("/articles/<int:article_id>/sentences/open")
@allow(Role.CONTRIBUTOR)
def take_back(article_id: int) -> Response:
    """Open the declined sentences that were ticked again."""
    form = SentencesForm()
    try:
        undone = coverage.declined_by(db.session, article_id, form.event.data or 0)
        starts = form.starts.union(undone)
        number = coverage.take_back(db.session, article_id, starts, actor=g.actor, at=now())
    except InvalidEdit as refused:
        flash(sentence(refused), "error")
        return _back(article_id, form)
    db.session.commit()
    flash(ngettext("%(num)s sentence is open.", "%(num)s sentences are open.", number), "success")
    return _back(article_id, form)


@bp.post("/articles/<int:article_id>/close")
@allow(Role.CONTRIBUTOR)
def close(article_id: int) -> Response:
    """Close the article."""
    return _settled(article_id, is_closed=True)


@bp.post("/articles/<int:article_id>/reopen")
@allow(Role.CONTRIBUTOR)
def reopen(article_id: int) -> Response:
    """Open the article again."""
    return _settled(article_id, is_closed=False)


def _settled(article_id: int, *, is_closed: bool) -> Response:
    there = redirect(url_for("articles.show", article_id=article_id), 303)
    if not ConfirmForm().validate_on_submit():
        return there
    verb, other = (coverage.close, "reopen") if is_closed else (coverage.reopen, "close")
    try:
        verb(db.session, article_id, actor=g.actor, at=now())
    except TransitionRefused as refused:
        flash(sentence(refused), "error")
        return there
    db.session.commit()
    told = _("The article is closed.") if is_closed else _("The article is open again.")
    undo = url_for(f"coverage.{other}", article_id=article_id)
    flash(_undoable(told, undo, {}), "success")
    return there


def _undoable(told: str, undo: str, fields: dict[str, Any]) -> Any:
    return {"text": told, "undo": undo, "fields": fields}


def _back(article_id: int, form: SentencesForm) -> Response:
    here = url_for("coverage.show", article_id=article_id)
    return redirect(safe_next(form.next.data) if form.next.data else here, 303)
