"""Who looks at the queues: the member at hand, today, by the rules of this installation."""

from flask import current_app, g, has_request_context

from tracker.domain.clock import now
from tracker.services.queues import Viewpoint


def viewpoint() -> Viewpoint:
    """Return it; outside a request nobody in particular looks."""
    settings = current_app.config["SETTINGS"]
    return Viewpoint(
        account_id=g.actor.account_id if has_request_context() and g.get("actor") else None,
        today=now().date(),
        review_days=settings.review_days,
        single_reader=settings.single_reader,
    )
