"""Many claims at once: choose, look at what would happen, run, see each result, undo."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit, TransitionRefused
from tracker.domain.readiness import Policy
from tracker.domain.vocabulary import Deed, Role
from tracker.services.reviewing import bulk
from tracker.services.reviewing.bulk_deeds import Terms
from tracker.web.converters import whole_number
from tracker.web.database import db
from tracker.web.forms.base import ConfirmForm
from tracker.web.forms.bulk import BulkForm
from tracker.web.forms.finding import SelectionForm
from tracker.web.gates.security import allow, safe_next
from tracker.web.pages.bulk_pages import Chosen, PreviewPage, ResultPage
from tracker.web.saving.arrivals import settings
from tracker.web.words.speech import sentence

bp = Blueprint("bulk", __name__)


@bp.get("/claims/bulk")
@allow(Role.CONTRIBUTOR)
def preview() -> str | Response:
    """Show what would become of the claims that were ticked, or that the filters hold."""
    asked = request.args.get("deed", "")
    if asked not in set(Deed) - {Deed.UNDO}:
        flash(_("Choose what to do with the claims."), "error")
        return redirect(url_for("claim_list.index"))
    whole = request.args.get("scope") == "found"
    ticked = [row for row in request.args.getlist("row", type=whole_number) if row > 0]
    chosen = Chosen.of(db.session, SelectionForm(request.args), ticked, whole=whole)
    form = BulkForm(formdata=None, data={"deed": Deed(asked)})
    page = PreviewPage.of(db.session, form, chosen, _terms())
    return render_template("claims/bulk.html", page=page)


@bp.post("/claims/bulk")
@allow(Role.CONTRIBUTOR)
def run() -> str | Response | tuple[str, int]:
    """Do it, and show what became of each claim."""
    form, back = BulkForm(), safe_next(request.form.get("back"))
    chosen = Chosen([number for number, _edit in form.seen], len(form.seen), back)
    page = PreviewPage.of(db.session, form, chosen, _terms()) if form.deed.data else None
    if page is None or page.refusal or not form.validate():
        return _again(page)
    try:
        made = bulk.run(db.session, form.seen, form.to_order(), _terms())
    except InvalidEdit as refused:
        form.refuse(refused)
        return _again(page)
    db.session.commit()
    return redirect(url_for("bulk.show", bulk_id=made.id), 303)


@bp.get("/claims/bulk/<int:bulk_id>")
@allow(Role.VIEWER)
def show(bulk_id: int) -> str:
    """Show what became of each claim of an operation."""
    return render_template("claims/bulk_result.html", page=ResultPage.of(db.session, bulk_id))


@bp.post("/claims/bulk/<int:bulk_id>/undo")
@allow(Role.CONTRIBUTOR)
def undo(bulk_id: int) -> Response:
    """Take the operation back, as far as nobody has gone on from it."""
    here = redirect(url_for("bulk.show", bulk_id=bulk_id), 303)
    if not ConfirmForm().validate_on_submit():
        return here
    try:
        made = bulk.undo(db.session, bulk_id, _terms())
    except TransitionRefused as refused:
        flash(sentence(refused), "error")
        return here
    db.session.commit()
    return redirect(url_for("bulk.show", bulk_id=made.id), 303)


def _terms() -> Terms:
    return Terms(g.actor, now(), Policy.of(settings()))


def _again(page: PreviewPage | None) -> Response | tuple[str, int]:
    if page is None:
        flash(_("Choose what to do with the claims."), "error")
        return redirect(url_for("claim_list.index"), 303)
    return render_template("claims/bulk.html", page=page), 422
