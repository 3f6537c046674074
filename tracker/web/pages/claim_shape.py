"""What the pages show that give a claim another shape: its boundaries, splitting, merging."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.domain import workflow
from tracker.domain.actors import Actor
from tracker.domain.commands import Stretch
from tracker.domain.vocabulary import SpanPart, Stage
from tracker.models import Claim
from tracker.services import queries
from tracker.web.converters import whole_number
from tracker.web.forms.claim_steps import SplitForm
from tracker.web.pages import desk_cards, desk_lines
from tracker.web.texts.highlighting import Mark
from tracker.web.texts.passages import Edge, Gap, gaps, nudge, read_stretches, write_stretches


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a claim on the page of its boundaries."""

    part: SpanPart
    place: int
    words: str


@dataclass(frozen=True, slots=True)
class BoundariesPage:
    """A claim's pieces as they would be, and the steps from here; nothing is saved yet."""

    claim: Claim
    #: The version of the claim from which the first step was taken; a later one is not saved over.
    edit_number: int
    spans: Mapping[SpanPart, tuple[Stretch, ...]]
    lines: Sequence[desk_lines.Line]
    cards: Mapping[int, desk_cards.Card]
    refusal: str = ""

    @classmethod
    def of(cls, claim: Claim, args: Mapping[str, str], *, actor: Actor) -> "BoundariesPage":
        """Read the pieces from the address, or from the claim, and take the step asked for."""
        spans = {
            part: read_stretches(args[part]) if part in args else claim.stretches(part)
            for part in SpanPart
        }
        spans = _stepped(claim, spans, args.get("step", ""))
        return cls.showing(claim, spans, edit_number=_begun_at(claim, args), actor=actor)

    @classmethod
    def showing(
        cls,
        claim: Claim,
        spans: Mapping[SpanPart, tuple[Stretch, ...]],
        *,
        edit_number: int,
        actor: Actor,
        refusal: str = "",
    ) -> "BoundariesPage":
        """Show these pieces in the text."""
        marks = [
            Mark(claim.id, part, start, end)
            for part, stretches in spans.items()
            for start, end in stretches
        ]
        return cls(
            claim=claim,
            edit_number=edit_number,
            spans=spans,
            lines=desk_lines.context(claim, marks=marks),
            cards={card.claim.id: card for card in desk_cards.deal([claim], actor, claim.id)},
            refusal=refusal,
        )

    @property
    def pieces(self) -> list[Piece]:
        """Return the pieces in the order of their parts."""
        text = self.claim.article_version.text
        return [
            Piece(part, place, text[start:end])
            for part in SpanPart
            for place, (start, end) in enumerate(self.spans[part])
        ]

    @property
    def written(self) -> dict[str, str]:
        """Return the pieces, and the version that they change, as an address holds them."""
        pieces = {part.value: write_stretches(self.spans[part]) for part in SpanPart}
        return pieces | {"edit_number": str(self.edit_number)}


def _begun_at(claim: Claim, args: Mapping[str, str]) -> int:
    try:
        return whole_number(args.get("edit_number", ""))
    except ValueError:
        return claim.edit_number


@dataclass(frozen=True, slots=True)
class SplitPage:
    """The words of a claim with the places where it may be cut."""

    claim: Claim
    form: SplitForm
    gaps: Sequence[Gap]
    tail: str

    @classmethod
    def of(cls, claim: Claim, form: SplitForm) -> "SplitPage":
        """Find the places."""
        stretches = claim.stretches(SpanPart.CONTENT)
        places = gaps(claim.article_version.text, stretches)
        last = places[-1].offset if places else stretches[-1][0]
        return cls(claim, form, places, claim.article_version.text[last : stretches[-1][1]])


def others_of(session: Session, claim: Claim) -> list[Claim]:
    """Return the claims that this one may be merged with, the nearest in the text first."""
    siblings = queries.claims_of(session, claim.article_version)
    mergeable = {step.start for step in workflow.STEPS if step.to is Stage.DECLINED}
    return sorted(
        (one for one in siblings if one is not claim and one.stage in mergeable),
        key=lambda one: abs(one.position - claim.position),
    )


def _stepped(
    claim: Claim, spans: Mapping[SpanPart, tuple[Stretch, ...]], step: str
) -> dict[SpanPart, tuple[Stretch, ...]]:
    """Take one step such as ``content.0.end.1``: which piece, which end, how many words."""
    changed = dict(spans)
    try:
        name, place, edge, by = step.split(".")
        part, number = SpanPart(name), int(place)
        pieces = list(changed[part])
        if edge == "gone":
            del pieces[number]
        else:
            text = claim.article_version.text
            pieces[number] = nudge(text, pieces[number], Edge(edge), int(by))
    except (ValueError, IndexError):
        return changed
    changed[part] = tuple(pieces)
    return changed
