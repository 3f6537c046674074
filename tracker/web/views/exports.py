"""Claim reports leave the house here: choose a format, take the file."""

import tempfile

from flask import Blueprint, current_app, render_template, request, send_file
from werkzeug.wrappers import Response

from tracker.domain.vocabulary import Role
from tracker.exports import registry
from tracker.services import publishing
from tracker.web.claim_list import ClaimListPage
from tracker.web.database import db
from tracker.web.forms.finding import SelectionForm
from tracker.web.security import allow

bp = Blueprint("exports", __name__)


@bp.get("/exports")
@allow(Role.VIEWER)
def index() -> str:
    """Offer every format for the claims that the filters in the address hold."""
    page = ClaimListPage.of(db.session, SelectionForm(request.args))
    return render_template("exports/index.html", page=page, formats=registry.all_formats())


@bp.get("/exports/<name>")
@allow(Role.VIEWER)
def download(name: str) -> Response:
    """Send the claims in one format.

    The file is complete before the first byte leaves, so that a failure is an error page and
    never a file that is silently short.
    """
    export = registry.get(name)
    selection = SelectionForm(request.args).to_selection()
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the server closes it when it has been sent
    context = publishing.context(current_app.config["SETTINGS"], at=publishing.as_of(db.session))
    claims = publishing.records(db.session, selection, site=context.base_url)
    export.write(claims, out, context=context)
    out.seek(0)
    name = f"claims.{export.extension}"
    answer = send_file(out, as_attachment=True, download_name=name)
    # Said here, because what is handed to send_file gets a second charset.
    answer.content_type = export.media_type
    return answer
