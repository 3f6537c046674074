"""Second verdicts, given blind, and how far the readers of the newsroom agree."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit, TransitionRefused
from tracker.domain.vocabulary import Role
from tracker.services import queries
from tracker.services.editing import labels
from tracker.services.reviewing import agreement, second_verdicts
from tracker.services.sourcing import evidence
from tracker.web.database import db
from tracker.web.forms.second_verdicts import SecondVerdictForm
from tracker.web.gates.security import allow
from tracker.web.gates.viewpoint import unread
from tracker.web.pages import desk_cards, desk_lines
from tracker.web.pages.agreement_page import AgreementPage

bp = Blueprint("agreement", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/agreement")
@allow(Role.VIEWER)
def index() -> str:
    """Show how far first and second readers agree."""
    page = AgreementPage.of(agreement.measure(db.session))
    return render_template("agreement/index.html", page=page)


@bp.route("/claims/<int:claim_id>/second-verdict", methods=["GET", "POST"])
@allow(Role.FACT_CHECKER)
def give(claim_id: int) -> Page:
    """Ask a second reader for their verdict, with the article and the evidence beside it."""
    claim = queries.claim(db.session, claim_id)
    if not reads_blind(claim_id):
        raise TransitionRefused("this claim waits for no second verdict of yours")
    form = SecondVerdictForm.for_labels(labels.in_force(db.session))
    if form.validate_on_submit():
        try:
            second_verdicts.give(db.session, claim_id, form.to_draft(), actor=g.actor, at=now())
        except InvalidEdit as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("Your verdict is kept. Now compare it with the first."), "success")
            return redirect(url_for("claims.show", claim_id=claim_id) + "#second-verdicts", 303)
    page = render_template(
        "agreement/give.html",
        claim=claim,
        form=form,
        lines=desk_lines.context(claim),
        cards={card.claim.id: card for card in desk_cards.deal([claim], g.actor, claim_id)},
        evidence=[e for e in evidence.of_claim(db.session, claim_id) if not e.is_withdrawn],
    )
    return (page, 422) if form.is_submitted() else page


@bp.app_template_global()
def reads_blind(claim_id: int) -> bool:
    """Tell whether the first verdict of a claim must not be shown to whoever looks."""
    return claim_id in unread()


@bp.app_template_global()
def second_verdicts_of(claim_id: int) -> object:
    """Return the second verdicts of a claim, the newest first."""
    return second_verdicts.of_claim(db.session, claim_id)
