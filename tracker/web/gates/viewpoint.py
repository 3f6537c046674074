"""Who looks at the queues, today, by the rules of this installation, and what they may not know."""

from flask import current_app, g, has_request_context
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.clock import now
from tracker.services.listing.queues import Viewpoint
from tracker.services.reviewing import second_verdicts
from tracker.web.database import db


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


def unread() -> tuple[int, ...]:
    """Return the claims of which whoever asks must not know the first verdict yet.

    They are looked up once a request, and afresh: what is shown must not be older than that.
    """
    if not has_request_context() or g.get("actor") is None or not _reads_blind():
        return ()
    if "unread" not in g:
        with db.reading() as reading:
            g.unread = unread_by(reading, g.actor)
    found: tuple[int, ...] = g.unread
    return found


def unread_by(session: Session, actor: Actor) -> tuple[int, ...]:
    """Return the claims of which a member must not know the first verdict yet."""
    return tuple(sorted(second_verdicts.blind_to(session, actor))) if _reads_blind() else ()


def _reads_blind() -> bool:
    return bool(current_app.config["SETTINGS"].blind_verdicts)
