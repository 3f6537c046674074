"""Files come in here: shown before anything is saved, imported, listed, taken back."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import Role
from tracker.imports import all_formats
from tracker.models import Claim, ExternalReview, ImportRow, ImportRun
from tracker.services.file_imports import importing
from tracker.services.file_imports.importing import Outcome
from tracker.services.file_imports.importing_plans import PlannedRow
from tracker.services.lookup import fetch
from tracker.services.sourcing import external_reviews
from tracker.web.converters import whole_number
from tracker.web.database import db
from tracker.web.forms.base import ConfirmForm
from tracker.web.forms.imports import ImportForm, ReviewForm
from tracker.web.gates.security import allow
from tracker.web.pages import import_pages
from tracker.web.words.filters import label

bp = Blueprint("imports", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/imports")
@allow(Role.VIEWER)
def index() -> str:
    """Offer to import a file, and list the imports so far."""
    return _start(ImportForm(formdata=None))


@bp.post("/imports/preview")
@allow(Role.CONTRIBUTOR)
def preview() -> Page:
    """Show what importing the file would do; nothing is saved."""
    form = ImportForm()
    shown = import_pages.preview(form) if form.validate_on_submit() else None
    if shown is None:
        return _start(form), 422
    return render_template("imports/preview.html", shown=shown)


@bp.post("/imports")
@allow(Role.CONTRIBUTOR)
def create() -> Page:
    """Import the file that was shown."""
    form = ImportForm()
    shown = import_pages.preview(form) if form.validate_on_submit() else None
    if shown is None:
        return _start(form), 422
    try:
        run = import_pages.carry_out(shown)
    except InvalidEdit as error:
        db.session.rollback()
        form.refuse(error)
        return render_template("imports/preview.html", shown=shown), 422
    db.session.commit()
    flash(_("The file is imported."), "success")
    return redirect(url_for("imports.show", run_id=run.id), 303)


@bp.get("/imports/<int:run_id>")
@allow(Role.VIEWER)
def show(run_id: int) -> str:
    """Show what an import did, row by row."""
    run = fetch(db.session, ImportRun, run_id)
    rows = importing.rows_of(db.session, run)
    return render_template("imports/show.html", run=run, rows=rows, outcomes=list(Outcome))


@bp.post("/imports/<int:run_id>/undo")
@allow(Role.EDITOR)
def undo(run_id: int) -> Response:
    """Take an import back, as far as nobody has touched what it brought."""
    if ConfirmForm().validate_on_submit():
        back, kept = importing.undo(db.session, run_id, actor=g.actor, at=now())
        db.session.commit()
        told = _(
            "Taken back: %(back)s. Kept, as somebody has touched it: %(kept)s.",
            back=back,
            kept=kept,
        )
        flash(told, "success")
    return redirect(url_for("imports.show", run_id=run_id), 303)


@bp.get("/imports/checks")
@allow(Role.VIEWER)
def reviews() -> str:
    """List the fact checks of other publishers."""
    words = request.args.get("q", "").strip()[:200]
    before = request.args.get("before", type=whole_number)
    found = external_reviews.find_reviews(db.session, words, before=before)
    following = None
    if len(found) == external_reviews.PAGE:
        following = url_for("imports.reviews", q=words or None, before=found[-1].id)
    return render_template("imports/reviews.html", found=found, words=words, following=following)


@bp.route("/imports/checks/<int:review_id>", methods=["GET", "POST"])
@allow(Role.FACT_CHECKER)
def review(review_id: int) -> Page:
    """Lay a foreign check beside a claim of ours, and say what its rating means here."""
    check = fetch(db.session, ExternalReview, review_id)
    form = ReviewForm(obj=check)
    if not form.validate_on_submit():
        given = request.args.get("claim", type=whole_number)
        form.claim_id.data = form.claim_id.data or given
        shown = render_template("imports/review.html", check=check, form=form)
        return (shown, 422) if form.is_submitted() else shown
    external_reviews.place(
        db.session,
        review_id,
        claim_id=form.claim_id.data,
        verdict=form.verdict.data,
        actor=g.actor,
        at=now(),
    )
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("imports.review", review_id=review_id), 303)


@bp.app_template_filter()
def outcome_label(word: str) -> str:
    """Say what became of a row."""
    return label(Outcome(word))


@bp.app_template_global()
def subject_of(row: PlannedRow | ImportRow) -> tuple[str, int] | None:
    """Return the kind and number of the record that a row is about, planned or done."""
    if isinstance(row, PlannedRow):
        return row.subject
    return (row.subject, row.subject_id) if row.subject and row.subject_id else None


@bp.app_template_global()
def checked_by(claim: Claim) -> external_reviews.CheckedBy:
    """Return who else has checked a claim, for its page."""
    return external_reviews.checked_by(db.session, claim)


def _start(form: ImportForm) -> str:
    with db.reading() as session:
        return render_template(
            "imports/index.html",
            form=form,
            formats=all_formats(),
            runs=importing.history_of(session),
        )
