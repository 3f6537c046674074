"""The description of the interface: for programs as OpenAPI 3.1, for people as a page."""

from typing import Any

from flask import Blueprint, Response, current_app, json, render_template

from tracker import __version__
from tracker.domain.scopes import Scope
from tracker.web.api import description
from tracker.web.gates.security import public, public_and_kept
from tracker.web.saving.arrivals import settings

bp = Blueprint("api_pages", __name__, url_prefix="/api")

#: How long caches may keep the description, in seconds.
KEPT = 300


@bp.get("/v1/openapi.json")
@public_and_kept
def openapi() -> Response:
    """Describe the interface for programs."""
    response = Response(json.dumps(_described()), mimetype="application/json")
    response.headers["Cache-Control"] = f"public, max-age={KEPT}"
    return response


@bp.get("/docs")
@public
def docs() -> str:
    """Describe the interface for people."""
    found = _described()
    return render_template(
        "api/docs.html",
        operations=description.lines(found),
        schemas=found["components"]["schemas"],
        scopes=tuple(Scope),
        site=settings().base_url,
    )


def _described() -> dict[str, Any]:
    known: dict[str, Any] | None = current_app.extensions.get("tracker_openapi")
    if known is None:
        known = description.describe(current_app, site=settings().base_url, version=__version__)
        current_app.extensions["tracker_openapi"] = known
    return known
