"""How well claims are found, by the newsroom's own decisions."""

from flask import Blueprint, render_template

from tracker.domain.vocabulary import Role
from tracker.web.database import db
from tracker.web.gates.security import allow
from tracker.web.pages.quality_page import QualityPage

bp = Blueprint("quality", __name__)


@bp.get("/quality")
@allow(Role.VIEWER)
def index() -> str:
    """Show what editors' decisions say of the proposals."""
    return render_template("quality/index.html", page=QualityPage.of(db.session))
