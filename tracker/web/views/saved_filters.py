"""Saved lists: kept, opened, renamed, shared, removed; a removal can be undone."""

from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import Role
from tracker.services.listing import saved_filters
from tracker.web.database import db
from tracker.web.forms.finding import SelectionForm, query_of
from tracker.web.forms.saved_filters import SavedFilterForm
from tracker.web.gates.security import allow
from tracker.web.pages.queue_tabs import Tabs
from tracker.web.words.speech import sentence

bp = Blueprint("saved_filters", __name__)


@bp.get("/claims/lists")
@allow(Role.VIEWER)
def index() -> str:
    """List what is kept, to rename, share and remove."""
    tabs = Tabs.of(db.session, SelectionForm(request.args))
    return render_template("claims/lists.html", tabs=tabs)


@bp.get("/claims/lists/<int:filter_id>")
@allow(Role.VIEWER)
def show(filter_id: int) -> Response:
    """Lead to the claims of a list: an address that stays when its filters change."""
    saved = saved_filters.get(db.session, filter_id, actor=g.actor)
    return redirect(f"{url_for('claim_list.index')}?{saved.query}")


@bp.post("/claims/lists")
@allow(Role.VIEWER)
def create() -> Response:
    """Keep the filters in force under a name."""
    form = SavedFilterForm()
    query = query_of(SelectionForm(MultiDict(parse_qsl(form.query.data or ""))))
    there = redirect(f"{url_for('claim_list.index')}?{query}", 303)
    if not form.validate_on_submit():
        return _refused(_("Give the list a name."), there)
    shared = {"is_shared": form.is_shared.data}
    try:
        saved_filters.add(
            db.session, form.name.data or "", query, **shared, actor=g.actor, at=now()
        )
    except InvalidEdit as refused:
        return _refused(sentence(refused), there)
    db.session.commit()
    flash(_("The list “%(name)s” is saved.", name=form.name.data), "success")
    return there


@bp.post("/claims/lists/<int:filter_id>")
@allow(Role.VIEWER)
def revise(filter_id: int) -> Response:
    """Rename the list, or change who sees it."""
    form, there = SavedFilterForm(), redirect(url_for("saved_filters.index"), 303)
    shared = {"is_shared": form.is_shared.data}
    try:
        saved_filters.revise(
            db.session, filter_id, form.name.data or "", **shared, actor=g.actor, at=now()
        )
    except InvalidEdit as refused:
        return _refused(sentence(refused), there)
    db.session.commit()
    flash(_("Saved."), "success")
    return there


@bp.post("/claims/lists/<int:filter_id>/remove")
@allow(Role.VIEWER)
def remove(filter_id: int) -> Response:
    """Remove the list; the undo keeps it again."""
    facts = saved_filters.remove(db.session, filter_id, actor=g.actor, at=now())
    db.session.commit()
    fields = {"name": facts["name"], "query": facts["query"]}
    if facts["is_shared"]:
        fields["is_shared"] = "y"
    told: Any = {
        "text": _("The list “%(name)s” is removed.", name=facts["name"]),
        "undo": url_for("saved_filters.create"),
        "fields": fields,
    }
    flash(told, "success")
    return redirect(url_for("saved_filters.index"), 303)


def _refused(message: str, there: Response) -> Response:
    flash(message, "error")
    return there
