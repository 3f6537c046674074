"""What a newsroom asks of a report before it goes on, and how far one claim has come with it.

The services gather a ``Readiness``; the guards of the workflow compare it with the ``Policy``.
"""

from dataclasses import dataclass
from typing import Self

from tracker.config import Settings

#: Two readers who differ by more steps than this have not read the same claim.
MOST_STEPS_APART = 1


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of one newsroom; as it stands here, the strictest that need no second reader."""

    #: How many sources must stand behind a verdict that do not depend on one another.
    minimum_sources: int = 2
    #: Whether the other side must have been asked, or it be said why not.
    reply_required: bool = True
    #: Whether a second person must give a verdict without seeing the first.
    blind_verdicts: bool = False
    #: A newsroom of one: lifts the second person, and pages and reports say so.
    single_reader: bool = False
    #: Where the public reads the reports, and who publishes them: the rules of reports ask.
    site: str = "http://127.0.0.1:8000"
    newsroom: str = "Claim Tracker"

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the policy that an installation has chosen."""
        return cls(
            minimum_sources=settings.minimum_sources,
            reply_required=settings.reply_required,
            blind_verdicts=settings.blind_verdicts,
            single_reader=settings.single_reader,
            site=settings.base_url,
            newsroom=settings.newsroom,
        )


@dataclass(frozen=True, slots=True)
class Readiness:
    """What is known of one claim beside its own fields."""

    #: Sources that do not depend on one another, and pieces of evidence that nobody has a copy of.
    independent_sources: int = 0
    without_snapshot: int = 0
    is_reply_settled: bool = False
    open_comments: int = 0
    #: Steps of the scale between the first verdict and the blind second one, if there is one.
    verdict_gap: int | None = None
    #: Errors that keep the report in: what the publisher would have to mend.
    obstacles: tuple[str, ...] = ()
