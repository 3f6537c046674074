"""The claim list: find, filter, sort, page."""

from flask import Blueprint, render_template, request

from tracker.domain.vocabulary import Role
from tracker.web.database import db
from tracker.web.forms.finding import SelectionForm
from tracker.web.gates.security import allow
from tracker.web.pages.claim_list import ClaimListPage
from tracker.web.pages.queue_tabs import Tabs

bp = Blueprint("claim_list", __name__)


@bp.get("/claims")
@allow(Role.VIEWER)
def index() -> str:
    """Show the claims that the filters in the address hold."""
    form = SelectionForm(request.args)
    page = ClaimListPage.of(
        db.session,
        form,
        after=request.args.get("after"),
        before=request.args.get("before"),
        tabs=Tabs.of(db.session, form),
    )
    return render_template("claims/index.html", page=page)
