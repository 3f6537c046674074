"""Conversation about claims: threads, answers, and what is settled."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import Role
from tracker.models import Comment
from tracker.services import queries
from tracker.services.reviewing import comments, mentions
from tracker.web.database import db
from tracker.web.forms.comments import CommentForm, WordsForm
from tracker.web.gates.blindness import require_sight
from tracker.web.gates.security import allow

bp = Blueprint("comments", __name__, url_prefix="/claims/<int:claim_id>/comments")

Page = str | Response | tuple[str, int]


@bp.route("/new", methods=["GET", "POST"])
@allow(Role.CONTRIBUTOR)
def new(claim_id: int) -> Page:
    """Begin a thread about the claim, a field of it, or words of the article."""
    queries.claim(db.session, claim_id)
    form = CommentForm()

    def write(session: Session, at: datetime) -> Comment:
        return comments.add(session, claim_id, form.to_draft(), actor=g.actor, at=at)

    return _written(claim_id, form, write, title=_("Comment on this claim"))


@bp.route("/<int:comment_id>/reply", methods=["GET", "POST"])
@allow(Role.CONTRIBUTOR)
def reply(claim_id: int, comment_id: int) -> Page:
    """Answer in a thread; whoever reads blind has not seen it."""
    require_sight([claim_id])
    comment, form = comments.get(db.session, claim_id, comment_id), WordsForm()

    def write(session: Session, at: datetime) -> Comment:
        words = form.words.data or ""
        return comments.reply(session, claim_id, comment_id, words, actor=g.actor, at=at)

    return _written(claim_id, form, write, title=_("Answer"), to=comment)


@bp.route("/<int:comment_id>/edit", methods=["GET", "POST"])
@allow(Role.CONTRIBUTOR)
def edit(claim_id: int, comment_id: int) -> Page:
    """Write one's own comment anew; whoever reads blind sees none."""
    require_sight([claim_id])
    comment = comments.get(db.session, claim_id, comment_id)
    form = WordsForm(obj=comment)

    def write(session: Session, at: datetime) -> Comment:
        words = form.words.data or ""
        comments.revise(session, claim_id, comment_id, words, actor=g.actor, at=at)
        return comment

    return _written(claim_id, form, write, title=_("Change your comment"))


@bp.post("/<int:comment_id>/resolve")
@allow(Role.CONTRIBUTOR)
def resolve(claim_id: int, comment_id: int) -> Response:
    """Settle the thread."""
    head = comments.resolve(db.session, claim_id, comment_id, actor=g.actor, at=now())
    db.session.commit()
    undo = url_for("comments.reopen", claim_id=claim_id, comment_id=head.id)
    told: Any = {"text": _("The thread is resolved."), "undo": undo, "fields": {}}
    flash(told, "success")
    return _to(head)


@bp.post("/<int:comment_id>/reopen")
@allow(Role.CONTRIBUTOR)
def reopen(claim_id: int, comment_id: int) -> Response:
    """Open the thread again."""
    head = comments.reopen(db.session, claim_id, comment_id, actor=g.actor, at=now())
    db.session.commit()
    flash(_("The thread is open again."), "success")
    return _to(head)


def _written(
    claim_id: int,
    form: WordsForm,
    write: Callable[[Session, datetime], Comment],
    *,
    title: str,
    to: Comment | None = None,
) -> Page:
    """Write what the form asks for and show it in its place, or show the form again."""
    if form.validate_on_submit():
        at = now()
        try:
            comment = write(db.session, at)
        except InvalidEdit as error:
            form.refuse(error)
        else:
            # Whoever answers has read what they were called for.
            mentions.read_all(db.session, actor=g.actor, at=at, claim_id=claim_id)
            db.session.commit()
            flash(_("Your comment is saved."), "success")
            return _to(comment)
    claim = queries.claim(db.session, claim_id)
    page = render_template("comments/write.html", claim=claim, form=form, title=title, to=to)
    return (page, 422) if form.is_submitted() else page


def _to(comment: Comment) -> Response:
    target = url_for("claims.show", claim_id=comment.claim_id)
    return redirect(f"{target}#comment-{comment.id}", 303)
