"""The history of the whole house, for those who look after it and those who audit it."""

from flask import Blueprint, render_template, request

from tracker.domain.clock import now
from tracker.domain.vocabulary import Role
from tracker.web.converters import whole_number
from tracker.web.database import db
from tracker.web.forms.audit import AuditForm
from tracker.web.gates.security import allow
from tracker.web.pages.audit_pages import AuditPage

bp = Blueprint("audit", __name__)


@bp.get("/history")
@allow(Role.ADMIN, Role.AUDITOR)
def index() -> str:
    """Show who did what, the newest first, and how far the chain is verified."""
    before = request.args.get("before", type=whole_number)
    page = AuditPage.of(db.session, AuditForm(request.args), before=before, at=now())
    return render_template("audit/index.html", page=page)
