"""The choice of language, at the foot of every page."""

from flask import Blueprint, g, redirect, request
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.web import languages
from tracker.web.database import db
from tracker.web.gates.security import public, safe_next

bp = Blueprint("languages", __name__)


@bp.post("/language")
@public
def choose() -> Response:
    """Speak another language from now on, and lead back to where the choice was made."""
    languages.choose(db.session, request.form.get("language", ""), actor=g.actor, at=now())
    db.session.commit()
    return redirect(safe_next(request.form.get("next")), 303)
