"""Who looks at the queues: the member at hand, today, by the rules of this installation."""

from flask import current_app, g, has_request_context

from tracker.domain.clock import now
from tracker.services.queues import Viewpoint


def viewpoint(account_id: int | None = None) -> Viewpoint:
    """Return that of the member named, or else of who asks; outside a request of nobody."""
    settings = current_app.config["SETTINGS"]
    if account_id is None and has_request_context() and g.get("actor"):
        account_id = g.actor.account_id
    return Viewpoint(
        account_id=account_id,
        today=now().date(),
        review_days=settings.review_days,
        single_reader=settings.single_reader,
    )
