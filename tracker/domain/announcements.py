"""What programs outside are told of, and which event of the history is which piece of news."""

from collections.abc import Mapping
from typing import Any

from tracker.domain.vocabulary import Stage, Word


class Announcement(Word):
    """One kind of news that a webhook may ask for."""

    ARTICLE_INGESTED = "article.ingested", "An article came in"
    CLAIM_ADDED = "claim.added", "A claim was added by hand"
    CLAIM_PROPOSED = "claim.proposed", "A claim was found in an article"
    CLAIM_REVISED = "claim.revised", "A claim was edited"
    CLAIM_MOVED = "claim.moved", "A claim moved to another stage"
    CLAIM_PUBLISHED = "claim.published", "A report was published"
    CLAIM_CORRECTED = "claim.corrected", "A report was corrected"
    CLAIM_RETRACTED = "claim.retracted", "A report was retracted"


class DeliveryState(Word):
    """What became of a message to a webhook."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed", "Given up"


#: Moves that are news of their own, beside being moves.
_BY_STAGE = {
    Stage.PUBLISHED: Announcement.CLAIM_PUBLISHED,
    Stage.CORRECTED: Announcement.CLAIM_CORRECTED,
    Stage.RETRACTED: Announcement.CLAIM_RETRACTED,
}
_KNOWN = frozenset(Announcement)


def gives_up(old: str | None, new: str | None) -> bool:
    """Tell whether a move between these stages closes a correction without a new version."""
    return old == Stage.IN_PROGRESS and new in {Stage.PUBLISHED, Stage.CORRECTED}


def announced(action: str, changes: Mapping[str, Any]) -> tuple[Announcement, ...]:
    """Return which news an event of the history is; most events are none."""
    news = [Announcement(action)] if action in _KNOWN else []
    old, new = changes.get("stage") or (None, None)
    # A correction that is given up leaves the report as it was.
    if action.startswith("claim.") and new in _BY_STAGE and not gives_up(old, new):
        news.append(_BY_STAGE[Stage(new)])
    return tuple(dict.fromkeys(news))
