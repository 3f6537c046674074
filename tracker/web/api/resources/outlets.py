"""Outlets: who publishes the articles."""

from flask import Blueprint

from tracker.domain.scopes import Scope
from tracker.services import queries
from tracker.web.api import paging
from tracker.web.api.operations import Reply, operation
from tracker.web.api.shapes import Listed, Told
from tracker.web.database import db

bp = Blueprint("api_outlets", __name__, url_prefix="/api/v1/outlets")


class OutletTold(Told):
    """An outlet by name, with its internet domain where it is known."""

    id: int
    name: str
    domain: str | None


@bp.get("")
@operation("List outlets by name", scope=Scope.READ, answer=Listed[OutletTold])
def index() -> Reply:
    """List all outlets: a newsroom reads hundreds, not thousands."""
    known = tuple(OutletTold.model_validate(one) for one, _number in queries.outlets(db.session))
    return paging.reply(Listed[OutletTold], known, None)


@bp.get("/<int:outlet_id>")
@operation("Show an outlet", scope=Scope.READ, answer=OutletTold, refusals=(404,))
def show(outlet_id: int) -> Reply:
    """Show an outlet."""
    return Reply(OutletTold.model_validate(queries.outlet(db.session, outlet_id)))
