"""A claim for the tests of the workflow, with nothing but what its guards look at."""

from dataclasses import dataclass

from tracker.domain.actors import Actor
from tracker.domain.vocabulary import (
    AttributionVerdict,
    Checkability,
    ContentVerdict,
    Role,
    Stage,
)

#: A member who does not act in these tests.
NOBODY = 99


@dataclass(slots=True)
class Facts:
    """A claim that is ready for everything; each test takes away what it is about."""

    stage: Stage
    stage_before_archive: Stage | None = None
    report_stage: Stage | None = None
    checkability: Checkability | None = Checkability.CHECKABLE
    attribution_verdict: AttributionVerdict = AttributionVerdict.ACCURATE_QUOTE
    content_verdict: ContentVerdict = ContentVerdict.TRUE
    explanation: str = "The figures say so."
    speaker_id: int | None = 5
    assignee_id: int | None = NOBODY
    edited_by_id: int | None = None
    created_by_id: int | None = None


def actor(role: Role) -> Actor:
    """Return the member with the number 1, who acts in a role."""
    return Actor(account_id=1, name="Mira Koch", role=role)
