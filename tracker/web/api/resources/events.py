"""The whole history, for those who audit it."""

from typing import Annotated

from flask import Blueprint, g
from pydantic import StringConstraints

from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import Role
from tracker.services.trail import chronicle
from tracker.web.api import paging
from tracker.web.api.event_shapes import EventTold
from tracker.web.api.operations import Reply, operation
from tracker.web.api.shapes import Listed, Number, PageQuery
from tracker.web.database import db

bp = Blueprint("api_events", __name__, url_prefix="/api/v1/events")

Name = Annotated[str, StringConstraints(max_length=100)]


class EventQuery(PageQuery):
    """Which events."""

    action: Name | None = None
    subject: Name | None = None
    subject_id: Number | None = None


@bp.get("")
@operation(
    "List the events of the history, the oldest first",
    scope=Scope.HISTORY,
    role=Role.AUDITOR,
    query=EventQuery,
    answer=Listed[EventTold],
)
def index(query: EventQuery) -> Reply:
    """List events in the order of the chain, so that a program can follow it."""
    found = chronicle.following(
        db.session,
        actor=g.actor,
        action=query.action,
        subject=query.subject,
        subject_id=query.subject_id,
        after=paging.number_of(query.cursor) or 0,
        limit=query.limit + 1,
    )
    shown = found[: query.limit]
    mark = str(shown[-1].id) if len(found) > query.limit else None
    return paging.reply(Listed[EventTold], tuple(map(EventTold.of, shown)), mark)
