"""What names a member: an inbox, and how much of it is unread."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.vocabulary import Role
from tracker.services.reviewing import mentions
from tracker.web.database import db
from tracker.web.gates.security import allow

bp = Blueprint("mentions", __name__, url_prefix="/mentions")


@bp.get("")
@allow(Role.VIEWER)
def index() -> str:
    """Show the comments that name whoever looks."""
    return render_template("comments/mentions.html", calls=mentions.of_member(db.session, g.actor))


@bp.post("/<int:mention_id>/read")
@allow(Role.VIEWER)
def read(mention_id: int) -> Response:
    """Mark one mention as read and lead to the conversation."""
    mention = mentions.read(db.session, mention_id, actor=g.actor, at=now())
    db.session.commit()
    target = url_for("claims.show", claim_id=mention.comment.claim_id)
    return redirect(f"{target}#comment-{mention.comment_id}", 303)


@bp.post("/read")
@allow(Role.VIEWER)
def read_all() -> Response:
    """Mark all mentions as read."""
    mentions.read_all(db.session, actor=g.actor, at=now())
    db.session.commit()
    flash(_("All mentions are marked as read."), "success")
    return redirect(url_for("mentions.index"), 303)


@bp.app_context_processor
def unread() -> dict[str, object]:
    """Let the masthead ask how many mentions are unread."""
    return {"unread_mentions": _count}


def _count() -> int:
    with db.reading() as reading:
        return mentions.unread_count(reading, g.actor)
