"""The first page: where the newsroom stands, and what waits for whoever asks."""

from flask import Blueprint, g, render_template

from tracker.domain.clock import now
from tracker.domain.vocabulary import Role, Stage
from tracker.services.figures import newsroom
from tracker.services.listing import queues
from tracker.web.database import db
from tracker.web.gates.security import allow
from tracker.web.gates.viewpoint import viewpoint

bp = Blueprint("home", __name__)

#: The stages in the order in which work passes through them.
PATH = (
    Stage.PROPOSED,
    Stage.NEW,
    Stage.TRIAGED,
    Stage.IN_PROGRESS,
    Stage.IN_REVIEW,
    Stage.APPROVED,
    Stage.PUBLISHED,
)


@bp.get("/")
@allow(Role.VIEWER)
def index() -> str:
    """Show the newsroom at work."""
    today = now().date()
    figures = newsroom.newsroom(db.session, account_id=g.actor.account_id, today=today)
    waiting = queues.counts(db.session, viewpoint())
    return render_template(
        "home/index.html", newsroom=figures, path=PATH, today=today, queues=waiting
    )
