"""Claim reports leave the house here: choose a format, take the file."""

import tempfile
from dataclasses import replace

from flask import Blueprint, current_app, render_template, request, send_file
from werkzeug.wrappers import Response

from tracker.domain.errors import PermissionRefused
from tracker.domain.vocabulary import Role
from tracker.exports import registry
from tracker.services import publishing
from tracker.web.database import db
from tracker.web.export_page import ExportPage
from tracker.web.forms.finding import SelectionForm
from tracker.web.security import allow, may

bp = Blueprint("exports", __name__)


@bp.get("/exports")
@allow(Role.VIEWER)
def index() -> str:
    """Offer every format for the claims that the filters in the address hold."""
    page = ExportPage.of(db.session, SelectionForm(request.args))
    return render_template("exports/index.html", exports=page, page=page.claims)


@bp.get("/exports/<name>")
@allow(Role.VIEWER)
def download(name: str) -> Response:
    """Send the claims in one format.

    The file is complete before the first byte leaves, so that a failure is an error page and
    never a file that is silently short.
    """
    export = registry.get(name)
    selection = SelectionForm(request.args).to_selection()
    internal = "internal" in request.args
    if internal and not may(Role.FACT_CHECKER):
        raise PermissionRefused("only members who check facts may take out notes and assignees")
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the server closes it when it has been sent
    at = publishing.as_of(db.session)
    context = replace(publishing.context(current_app.config["SETTINGS"], at=at), internal=internal)
    claims = publishing.records(db.session, selection, site=context.base_url)
    export.write(claims, out, context=context)
    out.seek(0)
    name = f"claims.{export.extension}"
    answer = send_file(out, as_attachment=True, download_name=name)
    # Said here, because what is handed to send_file gets a second charset.
    answer.content_type = export.media_type
    return answer
