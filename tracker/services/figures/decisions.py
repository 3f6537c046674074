"""What editors' decisions on claims say about how well these were found.

A proposal is decided when a person has moved it. It was right unless it was declined as no
statement or as a duplicate: an opinion is rightly found, too. Declining a thought, which was
never offered as a statement, counts for nothing. What editors added by hand was missed; what they
cut off another claim was not, it had the wrong boundaries.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.shares import Share
from tracker.domain.vocabulary import Checkability, ClaimKind, Stage
from tracker.services.figures.learning import WRONG_PROPOSALS


@dataclass(frozen=True, slots=True)
class Decision:
    """A claim that a person has decided on or added, and what became of it."""

    is_proposal: bool
    is_accepted: bool
    is_right: bool
    kind: ClaimKind
    extractor_version: str
    on: date
    has_same_words: bool = True
    has_same_speaker: bool = True
    #: How many claims this was decided of alike.
    times: int = 1

    @property
    def week(self) -> date:
        """Return the Monday of the week of the decision."""
        return self.on - timedelta(days=self.on.weekday())


@dataclass(frozen=True, slots=True)
class Quality:
    """How good the proposals among some decisions were."""

    precision: Share
    recall: Share
    boundaries: Share
    speakers: Share

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> "Quality":
        """Count the decisions."""
        listed = list(decisions)
        proposals = [one for one in listed if one.is_proposal]
        accepted = [one for one in proposals if one.is_accepted]
        kept = _number(accepted)
        added = _number(one for one in listed if one.is_accepted and not one.is_proposal)
        return cls(
            precision=Share(_number(o for o in proposals if o.is_right), _number(proposals)),
            recall=Share(kept, kept + added),
            boundaries=Share(_number(o for o in accepted if o.has_same_words), kept),
            speakers=Share(_number(o for o in accepted if o.has_same_speaker), kept),
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a claim that somebody decided on or added."""

    is_proposal: bool
    kind: ClaimKind
    #: Where it stands, or stood before it was archived.
    stage: Stage
    checkability: Checkability | None
    is_statement: bool
    #: Whether it was cut off another claim.
    is_part: bool
    #: Which extractor read the text.
    reader: str
    #: Whether nobody changed its boundaries, or its speaker.
    has_same_words: bool = True
    has_same_speaker: bool = True


def judge(facts: Facts, *, on: date, times: int = 1) -> Decision | None:
    """Return what was decided on a day; None where it tells neither for nor against anything."""
    is_accepted = facts.stage is not Stage.DECLINED
    is_wrong = not is_accepted and facts.checkability in WRONG_PROPOSALS
    if facts.is_part or (is_wrong and not (facts.is_proposal and facts.is_statement)):
        return None
    return Decision(
        is_proposal=facts.is_proposal,
        is_accepted=is_accepted,
        is_right=not is_wrong,
        kind=facts.kind,
        extractor_version=facts.reader,
        on=on,
        times=times,
        has_same_words=facts.has_same_words,
        has_same_speaker=facts.has_same_speaker,
    )


def _number(decisions: Iterable[Decision]) -> int:
    return sum(one.times for one in decisions)
