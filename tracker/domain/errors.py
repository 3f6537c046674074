"""Facts with names: what a service refuses, and why.

Messages are lower case, name the thing, and say what to do; values go beside the sentence, not
into it, so that the pages can say it in their language:
``NotFound("claim %(number)d has gone", number=3)``. The web turns each class into one kind of
answer, the command line into one exit code.
"""

from collections.abc import Mapping
from typing import Any

from tracker.domain.messages import Message


class TrackerError(Exception):
    """The base of everything that a service refuses."""

    def __init__(self, message: str = "", plural: str = "", /, **values: object) -> None:
        """Say what is refused; see Message for the values. A message at hand is taken as it is."""
        self.message = (
            message if isinstance(message, Message) else Message(message, plural, **values)
        )
        super().__init__(self.message)


class NotFound(TrackerError):
    """The record that was asked for does not exist."""


class PermissionRefused(TrackerError):
    """The actor's role does not allow this."""


class DuplicateArticle(TrackerError):
    """The article is here already."""

    def __init__(self, article_id: int) -> None:
        """Remember which article it is."""
        super().__init__("this article is here already, as number %(number)d", number=article_id)
        self.article_id = article_id


class InvalidEdit(TrackerError):
    """A value does not fit; the message belongs beside the field."""

    def __init__(self, field: str, message: str, plural: str = "", /, **values: object) -> None:
        """Name the field and what is wrong with it."""
        super().__init__(message, plural, **values)
        self.field = field


class TransitionRefused(TrackerError):
    """A claim may not make this move now."""


class StaleEdit(TrackerError):
    """Somebody else saved the record first.

    ``current`` and ``attempted`` hold both versions, field by field, so that nothing is lost.
    """

    def __init__(self, current: Mapping[str, Any], attempted: Mapping[str, Any]) -> None:
        """Keep both versions."""
        super().__init__("somebody else saved this record while you were editing it")
        self.current = dict(current)
        self.attempted = dict(attempted)


class TooMuch(TrackerError):
    """What was asked for is more than one file may hold."""


class MergeRefused(TrackerError):
    """These two records cannot become one."""
