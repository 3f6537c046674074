"""The cards beside an article's text: one a claim, with what may be done with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.domain import workflow
from tracker.domain.actors import Actor
from tracker.domain.vocabulary import Stage
from tracker.models import Claim, Speaker
from tracker.web.texts.highlighting import Mark, lanes

#: How a claim is drawn in the text: dashed, solid, double; a declined one is not.
STANDING: Mapping[Stage, str] = {
    Stage.PROPOSED: "proposed",
    Stage.NEW: "accepted",
    Stage.TRIAGED: "accepted",
    Stage.IN_PROGRESS: "accepted",
    Stage.IN_REVIEW: "accepted",
    Stage.APPROVED: "accepted",
    Stage.PUBLISHED: "published",
    Stage.CORRECTED: "published",
    Stage.RETRACTED: "published",
    Stage.DECLINED: "declined",
    Stage.ARCHIVED: "declined",
}
#: How sure the extractor is from this confidence on, the highest first.
_WORDS = {0.85: "sure", 0.6: "fairly sure", 0.0: "unsure"}
#: More lines than this under one word cannot be told apart.
DEEPEST_LANE = 3
_NOBODY_ELSE = (Stage.NEW, Stage.DECLINED)


@dataclass(frozen=True, slots=True)
class Card:
    """One claim beside the text."""

    claim: Claim
    #: As in the text; thoughts and claims of another version have none.
    number: int
    lane: int
    is_current: bool
    may_accept: bool
    may_decline: bool

    @property
    def standing(self) -> str:
        """Return how it is drawn in the text."""
        return STANDING[self.claim.stage]

    @property
    def speaker(self) -> Speaker | None:
        """Return the speaker after merges."""
        return speaker_of(self.claim)

    @property
    def percent(self) -> int | None:
        """Return the extractor's confidence in whole percent."""
        confidence = self.claim.confidence
        return None if confidence is None else round(100 * confidence)

    @property
    def sureness(self) -> str | None:
        """Return the extractor's confidence as a word, or None where a person made the claim."""
        return sureness(self.claim.confidence)


def deal(claims: Sequence[Claim], actor: Actor, current: int | None) -> list[Card]:
    """Return a card for each claim of one text, numbered in reading order."""
    lane_of = lanes(mark for claim in claims for mark in marks_of(claim) if claim.is_statement)
    cards, number = [], 0
    for claim in claims:
        number += claim.is_statement
        moves = {step.to for step in workflow.steps_from(claim, actor) if step.to in _NOBODY_ELSE}
        cards.append(
            Card(
                claim=claim,
                number=number if claim.is_statement else 0,
                lane=min(lane_of.get(claim.id, 0), DEEPEST_LANE),
                is_current=claim.id == current,
                may_accept=claim.stage is Stage.PROPOSED and Stage.NEW in moves,
                may_decline=Stage.DECLINED in moves,
            )
        )
    return cards


def marks_of(claim: Claim) -> list[Mark]:
    """Return the pieces of a claim as marks on its text."""
    return [Mark(claim.id, span.part, span.start, span.end) for span in claim.spans]


def speaker_of(claim: Claim) -> Speaker | None:
    """Return the speaker of a claim after merges."""
    return (claim.speaker.canonical or claim.speaker) if claim.speaker else None


def sureness(confidence: float | None) -> str | None:
    """Return a confidence between 0 and 1 as one of three words."""
    if confidence is None:
        return None
    return next(word for least, word in _WORDS.items() if confidence >= least)
