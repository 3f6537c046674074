"""Outlets: who publishes the articles; listed, shown, added, corrected."""

from typing import Annotated, Any

from flask import Blueprint, g, url_for
from pydantic import StringConstraints

from tracker.domain.clock import now
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import Role
from tracker.models import Outlet
from tracker.services import queries
from tracker.services.articles import outlets
from tracker.services.articles.outlets import OutletEdit
from tracker.services.trail import history
from tracker.web.api import conditions, paging
from tracker.web.api.operations import Reply, operation
from tracker.web.api.shapes import Asked, Listed, Told
from tracker.web.database import db

bp = Blueprint("api_outlets", __name__, url_prefix="/api/v1/outlets")

Name = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Domain = Annotated[str, StringConstraints(max_length=253)]


class OutletTold(Told):
    """An outlet by name, with its internet domain where it is known."""

    id: int
    name: str
    domain: str | None


class OutletNew(Asked):
    """An outlet that is not there yet; articles make theirs by themselves."""

    name: Name
    domain: Domain | None = None


class OutletPatch(Asked):
    """What is to change; what is left out stays."""

    name: Name | None = None
    domain: Domain | None = None

    def to_edit(self, outlet: Outlet) -> OutletEdit:
        """Return the edit that makes the outlet what was asked for; null takes its domain away."""
        domain = self.domain if "domain" in self.model_fields_set else outlet.domain
        return OutletEdit(self.name or outlet.name, domain)


_WRITES: dict[str, Any] = {
    "scope": Scope.WRITE,
    "role": Role.CONTRIBUTOR,
    "answer": OutletTold,
}


@bp.get("")
@operation("List outlets by name", scope=Scope.READ, answer=Listed[OutletTold])
def index() -> Reply:
    """List all outlets: a newsroom reads hundreds, not thousands."""
    known = tuple(OutletTold.model_validate(one) for one, _number in queries.outlets(db.session))
    return paging.reply(Listed[OutletTold], known, None)


@bp.post("")
@operation("Add an outlet", body=OutletNew, status=201, may_repeat=True, **_WRITES)
def create(body: OutletNew) -> Reply:
    """Add an outlet."""
    edit = OutletEdit(body.name, body.domain)
    made = outlets.create(db.session, edit, actor=g.actor, at=now())
    return _reply(made, {"Location": url_for("api_outlets.show", outlet_id=made.id)})


@bp.get("/<int:outlet_id>")
@operation("Show an outlet", scope=Scope.READ, answer=OutletTold, refusals=(404,))
def show(outlet_id: int) -> Reply:
    """Show an outlet."""
    return _reply(queries.outlet(db.session, outlet_id))


@bp.patch("/<int:outlet_id>")
@operation("Correct an outlet", body=OutletPatch, needs_match="outlet", refusals=(404,), **_WRITES)
def revise(outlet_id: int, body: OutletPatch, match: int) -> Reply:
    """Correct the name or the domain of an outlet; its articles follow."""
    # Outlets have no edit number: nobody else may come between the look and the edit.
    history.take_turn(db.session)
    held = queries.outlet(db.session, outlet_id)
    shown = OutletTold.model_validate(held).model_dump()
    conditions.expect(match, _state(held), current=shown)
    outlets.revise(db.session, outlet_id, body.to_edit(held), actor=g.actor, at=now())
    return _reply(queries.outlet(db.session, outlet_id))


def _reply(outlet: Outlet, headers: dict[str, str] | None = None) -> Reply:
    tag = conditions.tag("outlet", outlet.id, _state(outlet))
    return Reply(OutletTold.model_validate(outlet), tag, headers or {})


def _state(outlet: Outlet) -> int:
    return conditions.state_of(outlet.name, outlet.domain)
