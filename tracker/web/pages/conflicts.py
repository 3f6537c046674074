"""Two people edited one claim: both versions, field by field, and a form that saves over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session
from wtforms import Field

from tracker.domain.errors import StaleEdit
from tracker.domain.vocabulary import Word
from tracker.models import Claim, Event
from tracker.services.editing import claim_fields
from tracker.services.editing.claim_fields import FIELDS
from tracker.services.trail import history
from tracker.web.forms.claims import ClaimForm
from tracker.web.gates.blindness import without_verdict
from tracker.web.pages.history_lines import EventLine, event_lines
from tracker.web.words.filters import stored


class Hand(StrEnum):
    """Who changed a field since the form was opened."""

    THEIRS = "theirs"
    MINE = "mine"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field on which the two versions differ."""

    name: str
    field: Field
    theirs: str
    mine: str
    hand: Hand

    @property
    def keeps_theirs(self) -> bool:
        """Tell whether their value is kept unless the person says otherwise."""
        return self.hand is Hand.THEIRS


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """What the second of two editors sees."""

    claim: Claim
    form: ClaimForm
    differences: Sequence[Difference]
    #: Fields on which both versions agree, or that this person may not write.
    agreed: Sequence[str]
    events: Sequence[EventLine]

    @classmethod
    def of(
        cls, session: Session, claim: Claim, form: ClaimForm, stale: StaleEdit
    ) -> "ConflictPage":
        """Compare the two versions, and find out who changed what.

        Theirs is the claim as this session reads it, not as it was when the edit was refused:
        the form saves over the version that the page shows, and no later one. Whoever reads blind
        learns that somebody was faster, and nothing of the verdict.
        """
        theirs = without_verdict(claim.id, claim_fields.shown(claim))
        since = form.seen_event.data or 0
        events = [one for one in history.of(session, "claim", claim.id) if one.id > since]
        base = _before(events)
        differences = [
            Difference(
                name,
                form[_field(name)],
                theirs[name],
                stale.attempted[name],
                _hand(name, base, stale.attempted[name]),
            )
            for name in FIELDS
            if _field(name) in form and name in theirs
            if theirs[name] != stale.attempted[name]
        ]
        told = {one.name for one in differences}
        agreed = [name for name in FIELDS if name not in told]
        text = claim.article_version.text
        return cls(claim, form, differences, agreed, event_lines(events, text=text))

    @property
    def latest(self) -> Event | None:
        """Return the last thing that somebody did to the claim meanwhile."""
        return self.events[0].event if self.events else None

    @property
    def newest_event(self) -> int:
        """Return the newest event that the person has seen now."""
        return self.latest.id if self.latest else self.form.seen_event.data or 0


def kept_fields(posted: Mapping[str, str]) -> frozenset[str]:
    """Return the fields for which the conflict page was answered with "keep theirs"."""
    return frozenset(name for name in FIELDS if posted.get(f"keep-{name}") == Hand.THEIRS)


def _field(name: str) -> str:
    return "speaker" if name == "speaker_id" else name


def _before(events: Sequence[Event]) -> dict[str, str]:
    """Return what the fields were, in words, before the events, which come newest first."""
    base: dict[str, str] = {}
    for event in events:
        for name, (old, _new) in event.changes.items():
            base[name] = _words(stored(name, old))
    return base


def _hand(name: str, base: Mapping[str, str], mine: str) -> Hand:
    # The history names people and speakers with their number, so that it outlives a new name.
    known = base.get(name.removesuffix("_id"))
    if known is None:
        return Hand.MINE
    before = known.rpartition(" (no. ")[0] or known if name.endswith("_id") else known
    return Hand.THEIRS if before == mine else Hand.BOTH


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Word):
        return value.label
    if isinstance(value, list):
        return ", ".join(_words(one) for one in value)
    return str(value)
