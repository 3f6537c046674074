"""Claim reports leave the house here: choose a format, take the file."""

import tempfile
from typing import Any

from flask import (
    Blueprint,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.domain.clock import now
from tracker.domain.errors import PermissionRefused
from tracker.domain.vocabulary import Role
from tracker.exports import registry
from tracker.exports.formats.dossier import Dossier, write_dossier
from tracker.services import queries
from tracker.services.reporting import dossiers, exporting
from tracker.web.database import db
from tracker.web.forms.finding import SelectionForm, query_of
from tracker.web.gates.blindness import require_sight
from tracker.web.gates.security import allow, may
from tracker.web.pages.export_page import ExportPage

bp = Blueprint("exports", __name__)


@bp.get("/exports")
@allow(Role.VIEWER)
def index() -> str:
    """Offer every format for the claims that the filters in the address hold."""
    page = ExportPage.of(db.session, SelectionForm(request.args), account_id=g.actor.account_id)
    return render_template("exports/index.html", exports=page, page=page.claims)


@bp.get("/exports/<name>")
@allow(Role.VIEWER)
def download(name: str) -> Response:
    """Send the claims in one format.

    The file is complete before the first byte leaves, so that a failure is an error page and
    never a file that is silently short.
    """
    export = registry.get(name)
    form = SelectionForm(request.args)
    selection = form.to_selection()
    internal = _is_internal()
    if exporting.count(db.session, selection) > export.at_once:
        flash(_("So many claims take a while: let the file be prepared."), "info")
        return redirect(f"{url_for('exports.index')}?{query_of(form)}".rstrip("?"), 303)
    out = tempfile.TemporaryFile()
    exporting.write(
        db.session,
        export,
        selection,
        out,
        context=exporting.context(db.session, current_app.config["SETTINGS"], internal=internal),
        at=now(),
    )
    out.seek(0)
    name = f"claims.{export.extension}"
    answer = send_file(out, as_attachment=True, download_name=name)
    # Said here, because what is handed to send_file gets a second charset.
    answer.content_type = export.media_type
    return answer


@bp.get("/claims/<int:claim_id>/dossier")
@allow(Role.VIEWER)
def claim_dossier(claim_id: int) -> Response:
    """Send the dossier of a claim, which tells its verdict and its history."""
    require_sight([claim_id])
    return _send_dossier(dossiers.of_claim(db.session, claim_id, **_terms()))


@bp.get("/articles/<int:article_id>/dossier")
@allow(Role.VIEWER)
def article_dossier(article_id: int) -> Response:
    """Send the dossier of an article with all its claims."""
    article = queries.article(db.session, article_id)
    require_sight(claim.id for claim in queries.claims_of(db.session, article.current))
    return _send_dossier(dossiers.of_article(db.session, article_id, **_terms()))


def _terms() -> dict[str, Any]:
    settings = current_app.config["SETTINGS"]
    return {
        "site": settings.base_url,
        "originals_dir": settings.originals_dir,
        "at": now(),
        "internal": _is_internal(),
    }


def _is_internal() -> bool:
    """Tell whether notes and assignees were asked for; refuse whoever may not have them."""
    internal = "internal" in request.args
    if internal and not may(Role.FACT_CHECKER):
        raise PermissionRefused("only members who check facts may take out notes and assignees")
    return internal


def _send_dossier(dossier: Dossier) -> Response:
    settings = current_app.config["SETTINGS"]
    out = tempfile.TemporaryFile()
    context = exporting.context(db.session, settings, internal=_is_internal())
    write_dossier(dossier, out, context=context)
    out.seek(0)
    name = f"dossier-{dossier.subject.replace(' ', '-')}.zip"
    return send_file(out, "application/zip", as_attachment=True, download_name=name)
