"""What a form holds, saved while it is being typed; a small script asks, and nothing needs it."""

import json
from typing import Any

from flask import Blueprint, Response, g, request
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from tracker.domain.clock import now
from tracker.domain.vocabulary import Role
from tracker.services.editing import drafts
from tracker.web.database import db
from tracker.web.gates.security import SAFE_METHODS, allow

bp = Blueprint("drafts", __name__, url_prefix="/drafts")

#: Sent by the form itself; a draft without them is as good.
_NOT_KEPT = frozenset({"csrf_token", "password", "current_password", "new_password"})
#: What a form that was sent well makes useless beside its own draft.
_ENDED_BY = {"/articles": ("/articles/preview",)}
_MOST_FORMS = 50


@bp.get("")
@allow(Role.VIEWER)
def show() -> dict[str, Any]:
    """Return the drafts of the forms that the page names."""
    forms = request.args.getlist("form")[:_MOST_FORMS]
    found = drafts.of_forms(db.session, forms, actor=g.actor)
    return {
        "drafts": [
            {"form": one.form, "fields": one.fields, "savedAt": one.saved_at.isoformat()}
            for one in found
        ]
    }


@bp.post("")
@allow(Role.VIEWER)
def save() -> dict[str, Any]:
    """Keep what the member has typed so far."""
    at = now()
    drafts.save(db.session, request.form.get("form", ""), _fields(), actor=g.actor, at=at)
    db.session.commit()
    return {"savedAt": at.isoformat()}


@bp.post("/discard")
@allow(Role.VIEWER)
def discard() -> dict[str, Any]:
    """Throw a draft away."""
    drafts.discard(db.session, request.form.get("form", ""), actor=g.actor)
    db.session.commit()
    return {}


@bp.after_app_request
def forget_sent(response: Response) -> Response:
    """Throw away the draft of a form that was sent and taken: such a form leads elsewhere."""
    taken = request.method not in SAFE_METHODS and response.status_code in {302, 303}
    if not taken or g.get("actor") is None or request.blueprint == bp.name:
        return response
    for form in (request.path, *_ENDED_BY.get(request.path, ())):
        with db.reading() as reading:
            is_there = drafts.exists(reading, form, actor=g.actor)
        if is_there:
            # What the view has left open would keep this from writing.
            db.session.rollback()
            drafts.discard(db.session, form, actor=g.actor)
            db.session.commit()
    return response


def _fields() -> dict[str, list[str]]:
    try:
        fields = json.loads(request.form.get("fields", ""))
        return {
            str(name): [str(value) for value in values]
            for name, values in fields.items()
            if name not in _NOT_KEPT
        }
    except (ValueError, TypeError, AttributeError):
        raise BadRequest(_("This draft cannot be read.")) from None
