"""Fact checks of other publishers, as imports brought them in, laid beside claims of ours."""

from datetime import date, datetime
from typing import Annotated

from flask import Blueprint, g
from pydantic import Field, StringConstraints

from tracker.domain.clock import now
from tracker.domain.errors import NotFound
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import ContentVerdict, Role
from tracker.models import ExternalReview
from tracker.services.lookup import find
from tracker.services.sourcing import external_reviews
from tracker.web.api import conditions, paging
from tracker.web.api.operations import Reply, operation
from tracker.web.api.shapes import Asked, Listed, Mark, Number, Told
from tracker.web.database import db

bp = Blueprint("api_checks", __name__, url_prefix="/api/v1/checks")


class CheckTold(Told):
    """What another publisher found, in its own words and on our scale."""

    id: int
    claim_text: str
    claimant: str | None
    claimed_on: date | None
    publisher: str
    url: str | None
    headline: str | None
    language: str | None
    reviewed_on: date | None
    rating_label: str
    rating_explanation: str
    verdict: ContentVerdict = Field(description="What the rating is taken to mean here")
    is_withdrawn: bool
    claim_id: int | None = Field(description="The claim of ours that it checks")
    updated_at: datetime
    edit_number: int


class CheckQuery(Asked):
    """Which checks; a page has fifty."""

    q: Annotated[str, StringConstraints(max_length=200)] = Field("", description="Words")
    cursor: Mark | None = Field(None, description="The next of the page before")


class CheckPatch(Asked):
    """Which claim of ours it checks, and what its rating means here."""

    claim_id: Number | None = None
    verdict: ContentVerdict | None = None


@bp.get("")
@operation(
    "List the checks of other publishers, the newest first",
    scope=Scope.READ,
    query=CheckQuery,
    answer=Listed[CheckTold],
)
def index(query: CheckQuery) -> Reply:
    """List foreign checks."""
    before = paging.number_of(query.cursor)
    found = external_reviews.find_reviews(db.session, query.q, before=before)
    mark = str(found[-1].id) if len(found) == external_reviews.PAGE else None
    return paging.reply(Listed[CheckTold], tuple(map(CheckTold.model_validate, found)), mark)


@bp.get("/<int:check_id>")
@operation("Show a check of another publisher", scope=Scope.READ, answer=CheckTold, refusals=(404,))
def show(check_id: int) -> Reply:
    """Show a foreign check."""
    return _reply(_get(check_id))


@bp.patch("/<int:check_id>")
@operation(
    "Lay a foreign check beside a claim, or say what its rating means",
    scope=Scope.WRITE,
    role=Role.FACT_CHECKER,
    body=CheckPatch,
    answer=CheckTold,
    needs_match="check",
    refusals=(404,),
)
def place(check_id: int, body: CheckPatch, match: int) -> Reply:
    """Place a foreign check; null takes it away from its claim."""
    held = _get(check_id)
    shown = CheckTold.model_validate(held).model_dump(mode="json")
    conditions.expect(match, held.edit_number, current=shown)
    external_reviews.place(
        db.session,
        check_id,
        claim_id=body.claim_id if "claim_id" in body.model_fields_set else held.claim_id,
        verdict=body.verdict or held.verdict,
        actor=g.actor,
        at=now(),
    )
    return _reply(_get(check_id))


def _get(check_id: int) -> ExternalReview:
    found = find(db.session, ExternalReview, check_id)
    if found is None:
        raise NotFound("there is no check with the number %(number)d", number=check_id)
    return found


def _reply(check: ExternalReview) -> Reply:
    tag = conditions.tag("check", check.id, check.edit_number)
    return Reply(CheckTold.model_validate(check), tag)
