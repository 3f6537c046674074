"""Exports: every format of the registry, for the claims that the filters hold."""

import tempfile
from contextlib import ExitStack

from flask import Blueprint, Response, g, send_file

from tracker.domain.clock import now
from tracker.domain.errors import PermissionRefused, TooMuch
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import Role
from tracker.exports import registry
from tracker.services.reporting import exporting
from tracker.web.api import paging
from tracker.web.api.claim_shapes import ClaimQuery
from tracker.web.api.operations import Reply, operation
from tracker.web.api.shapes import Listed, Told
from tracker.web.database import db
from tracker.web.saving.arrivals import settings

bp = Blueprint("api_exports", __name__, url_prefix="/api/v1/exports")


class FormatTold(Told):
    """A format that claims can leave in."""

    name: str
    label: str
    media_type: str
    extension: str
    description: str
    published_only: bool


class ExportQuery(ClaimQuery):
    """The filters of the claim list, and whether notes and assignees come along."""

    internal: bool = False


@bp.get("")
@operation("List the export formats", scope=Scope.EXPORTS, answer=Listed[FormatTold])
def index() -> Reply:
    """List the formats."""
    formats = tuple(FormatTold.model_validate(one) for one in registry.all_formats())
    return paging.reply(Listed[FormatTold], formats, None)


@bp.get("/<name>")
@operation(
    "Take out claims in one format",
    scope=Scope.EXPORTS,
    query=ExportQuery,
    media_type="application/octet-stream",
    refusals=(404,),
)
def download(name: str, query: ExportQuery) -> Response:
    """Send the claims; the file is complete before its first byte leaves."""
    export = registry.get(name)
    if query.internal and not g.actor.may(Role.FACT_CHECKER):
        raise PermissionRefused("only members who check facts may take out notes and assignees")
    selection = query.to_selection()
    if exporting.count(db.session, selection) > export.at_once:
        raise TooMuch(
            "at once, %(export)s holds %(at_once)s claims; choose fewer",
            export=export,
            at_once=export.at_once,
        )
    with ExitStack() as held:
        out = held.enter_context(tempfile.TemporaryFile())
        context = exporting.context(db.session, settings(), internal=query.internal)
        exporting.write(db.session, export, selection, out, context=context, at=now())
        out.seek(0)
        answer = send_file(out, as_attachment=True, download_name=f"claims.{export.extension}")
        answer.content_type = export.media_type
        # The file goes when it has been sent; where writing it failed, it is gone already.
        answer.call_on_close(held.pop_all().close)
    return answer
