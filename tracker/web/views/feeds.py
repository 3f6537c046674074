"""Watched feeds: added, listed with what came in, checked now, paused."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit, TrackerError
from tracker.domain.vocabulary import EntryState, Role
from tracker.models import Feed
from tracker.services.articles import feeds
from tracker.services.lookup import fetch
from tracker.web.database import db
from tracker.web.forms.base import ConfirmForm
from tracker.web.forms.feeds import FeedForm
from tracker.web.gates.security import allow
from tracker.web.saving.arrivals import settings

bp = Blueprint("feeds", __name__)

Page = str | Response | tuple[str, int]
#: Entries that one click brings in: each takes a moment, and somebody waits.
_AT_ONCE = 5


@bp.get("/feeds")
@allow(Role.VIEWER)
def index() -> str:
    """List the feeds, and offer to watch another."""
    return _list(FeedForm(formdata=None))


@bp.post("/feeds")
@allow(Role.CONTRIBUTOR)
def create() -> Page:
    """Watch a feed."""
    form = FeedForm()
    if not form.validate_on_submit():
        return _list(form), 422
    url, every = form.url.data, form.every.data
    try:
        feed = feeds.add(db.session, url, every=every, actor=g.actor, at=now())
    except InvalidEdit as error:
        form.refuse(error)
        return _list(form), 422
    db.session.commit()
    flash(_("The feed is watched from now on."), "success")
    return redirect(url_for("feeds.show", feed_id=feed.id), 303)


@bp.get("/feeds/<int:feed_id>")
@allow(Role.VIEWER)
def show(feed_id: int) -> str:
    """Show a feed with what became of its entries."""
    feed = fetch(db.session, Feed, feed_id)
    entries = feeds.latest_entries(db.session, feed_id)
    return render_template("feeds/show.html", feed=feed, entries=entries)


@bp.post("/feeds/<int:feed_id>/check")
@allow(Role.CONTRIBUTOR)
def check(feed_id: int) -> Response:
    """Look into the feed now, and bring in a few of its new entries."""
    if ConfirmForm().validate_on_submit():
        came_in = _check(feed_id)
        flash(_("New articles: %(number)s.", number=came_in), "success")
    return redirect(url_for("feeds.show", feed_id=feed_id), 303)


@bp.post("/feeds/<int:feed_id>/switch")
@allow(Role.CONTRIBUTOR)
def switch(feed_id: int) -> Response:
    """Pause the feed, or watch it again."""
    if ConfirmForm().validate_on_submit():
        feed = fetch(db.session, Feed, feed_id)
        feeds.switch(db.session, feed_id, is_active=not feed.is_active, actor=g.actor, at=now())
        db.session.commit()
    return redirect(url_for("feeds.show", feed_id=feed_id), 303)


def _check(feed_id: int) -> int:
    if not settings().fetch:
        raise TrackerError("this newsroom does not fetch pages")
    came_in = 0
    for outcome in feeds.check(
        db.session,
        feed_id,
        actor=g.actor,
        at=now(),
        originals_dir=settings().originals_dir,
        most=_AT_ONCE,
    ):
        db.session.commit()
        came_in += outcome.state is EntryState.CAME_IN
    db.session.commit()
    return came_in


def _list(form: FeedForm) -> str:
    with db.reading() as session:
        return render_template("feeds/index.html", form=form, feeds=feeds.every(session))
