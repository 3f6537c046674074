"""Claims: shown, revised, moved on, given other boundaries, split, merged, added by hand."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit, StaleEdit, TrackerError, TransitionRefused
from tracker.domain.readiness import Policy
from tracker.domain.vocabulary import Role
from tracker.models import Claim
from tracker.services import queries
from tracker.services.trail import history
from tracker.web.database import db
from tracker.web.forms.amendments import DecisionForm, ProposalForm
from tracker.web.forms.claim_steps import MergeForm, MoveForm, SpansForm, SplitForm
from tracker.web.forms.claims import ClaimForm, NewClaimForm
from tracker.web.gates.security import allow, safe_next
from tracker.web.pages.claim_pages import ClaimPage, form_for, restorable_names
from tracker.web.pages.claim_shape import BoundariesPage, SplitPage, others_of
from tracker.web.pages.conflicts import ConflictPage, kept_fields
from tracker.web.pages.history_lines import event_lines
from tracker.web.pages.new_claims import NewClaimPage
from tracker.web.saving import claim_changes
from tracker.web.saving.arrivals import settings
from tracker.web.words.speech import sentence

bp = Blueprint("claims", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/claims/<int:claim_id>")
@allow(Role.VIEWER)
def show(claim_id: int) -> str:
    """Show the claim in its article, as a form, with the moves that are open."""
    claim = queries.claim(db.session, claim_id)
    return _page(claim, form_for(db.session, claim, actor=g.actor))


@bp.post("/claims/<int:claim_id>")
@allow(Role.CONTRIBUTOR)
def revise(claim_id: int) -> Page:
    """Save the form; the second of two editors gets both versions."""
    claim = queries.claim(db.session, claim_id)
    form = form_for(db.session, claim, actor=g.actor, kept=kept_fields(request.form))
    try:
        if not (form.validate_on_submit() and claim_changes.save(db.session, claim, form)):
            return _page(claim, form), 422
    except StaleEdit as stale:
        return _conflict(claim_id, form, stale), 409
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("claims.show", claim_id=claim_id), 303)


@bp.post("/claims/<int:claim_id>/moves")
@allow(Role.CONTRIBUTOR)
def move(claim_id: int) -> Page:
    """Move the claim to another stage."""
    claim, form = queries.claim(db.session, claim_id), MoveForm()
    try:
        told = claim_changes.move(db.session, claim, form)
    except (InvalidEdit, TransitionRefused, StaleEdit) as refused:
        return _refused_move(claim_id, form, refused)
    db.session.commit()
    flash(told, "success")
    return redirect(_back(claim_id, form), 303)


@bp.route("/claims/<int:claim_id>/boundaries", methods=["GET", "POST"])
@allow(Role.CONTRIBUTOR)
def boundaries(claim_id: int) -> Page:
    """Show where the claim would begin and end after a step, and save it."""
    claim, form = queries.claim(db.session, claim_id), SpansForm()
    if not form.validate_on_submit():
        page = BoundariesPage.of(claim, request.args, actor=g.actor)
        return render_template("claims/boundaries.html", page=page)
    refusal = claim_changes.place(db.session, claim, form)
    if refusal:
        page = BoundariesPage.showing(
            claim,
            form.to_spans(),
            edit_number=form.edit_number.data or 0,
            actor=g.actor,
            refusal=refusal,
        )
        return render_template("claims/boundaries.html", page=page), 422
    db.session.commit()
    flash(_("The boundaries are moved."), "success")
    return redirect(url_for("claims.show", claim_id=claim_id), 303)


@bp.route("/claims/<int:claim_id>/split", methods=["GET", "POST"])
@allow(Role.CONTRIBUTOR)
def split(claim_id: int) -> Page:
    """Cut the claim in two."""
    claim, form = queries.claim(db.session, claim_id), SplitForm()
    behind = claim_changes.split(db.session, claim, form) if form.validate_on_submit() else None
    if behind is None:
        page = render_template("claims/split.html", page=SplitPage.of(claim, form))
        return (page, 422) if form.is_submitted() else page
    db.session.commit()
    flash(_("The claim is split. This is the new one; give it its own wording."), "success")
    return redirect(url_for("claims.show", claim_id=behind.id), 303)


@bp.route("/claims/<int:claim_id>/merge", methods=["GET", "POST"])
@allow(Role.CONTRIBUTOR)
def merge(claim_id: int) -> Page:
    """Make another claim of the article part of this one."""
    claim, form = queries.claim(db.session, claim_id), MergeForm()
    if not form.validate_on_submit():
        others = others_of(db.session, claim)
        page = render_template("claims/merge.html", claim=claim, form=form, others=others)
        return (page, 422) if form.is_submitted() else page
    claim_changes.merge(db.session, claim, form)
    db.session.commit()
    flash(_("The two are one claim now; the other is declined as a duplicate."), "success")
    return redirect(url_for("claims.show", claim_id=claim_id), 303)


@bp.get("/claims/<int:claim_id>/history")
@allow(Role.VIEWER)
def past(claim_id: int) -> str:
    """Show who did what to the claim, and when."""
    claim = queries.claim(db.session, claim_id)
    events = event_lines(history.of(db.session, "claim", claim_id), text=claim.article_version.text)
    restorable = restorable_names(claim, g.actor)
    return render_template("claims/history.html", claim=claim, events=events, restorable=restorable)


@bp.get("/articles/<int:article_id>/claims/new")
@allow(Role.CONTRIBUTOR)
def new(article_id: int) -> str:
    """Offer to add a claim that the extractor missed."""
    article = queries.article(db.session, article_id)
    page = NewClaimPage.opened(article, request.args)
    return render_template("claims/new.html", page=page)


@bp.post("/articles/<int:article_id>/claims/new")
@allow(Role.CONTRIBUTOR)
def create(article_id: int) -> Page:
    """Add the claim where its words stand in the article; ask where they stand twice."""
    page = NewClaimPage.posted(queries.article(db.session, article_id), NewClaimForm())
    claim = page.added(db.session, actor=g.actor, at=now())
    if claim is None:
        return render_template("claims/new.html", page=page), 422
    db.session.commit()
    flash(_("The claim is added."), "success")
    target = url_for("articles.show", article_id=article_id, claim=claim.id)
    return redirect(f"{target}#claim-{claim.id}", 303)


def show_again(
    claim_id: int,
    *,
    move_form: MoveForm | None = None,
    amendment_form: ProposalForm | DecisionForm | None = None,
) -> str:
    """Show the claim as it stands, with a form beside it that was refused."""
    claim = queries.claim(db.session, claim_id)
    as_it_stands = form_for(db.session, claim, actor=g.actor, ignores_post=True)
    return _page(claim, as_it_stands, move_form, amendment_form)


def _page(
    claim: Claim,
    form: ClaimForm,
    move_form: MoveForm | None = None,
    amendment_form: ProposalForm | DecisionForm | None = None,
) -> str:
    page = ClaimPage.of(db.session, claim, form, actor=g.actor, policy=Policy.of(settings()))
    return render_template(
        "claims/show.html", page=page, move_form=move_form, amendment_form=amendment_form
    )


def _conflict(claim_id: int, form: ClaimForm, stale: StaleEdit) -> str:
    db.stop_writing()
    claim = queries.claim(db.session, claim_id)
    page = ConflictPage.of(db.session, claim, form, stale)
    return render_template("claims/conflict.html", page=page)


def _back(claim_id: int, form: MoveForm) -> str:
    there = form.next.data
    return safe_next(there) if there else url_for("claims.show", claim_id=claim_id)


def _refused_move(claim_id: int, form: MoveForm, refused: TrackerError) -> Page:
    """Say on the desk why not; on the claim's own page, with what was typed."""
    db.stop_writing()
    if request.headers.get("HX-Request"):
        flash(sentence(refused), "error")
        return redirect(_back(claim_id, form), 303)
    form.form_errors.append(sentence(refused))
    return show_again(claim_id, move_form=form), 409
