"""What the article desk shows: the text with its claims marked, the cards, the coverage."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.domain import workflow
from tracker.domain.actors import Actor
from tracker.domain.coverage import Coverage
from tracker.domain.vocabulary import Checkability, SentenceReason, SpanPart, Stage, Word
from tracker.models import Article, ArticleVersion, Claim, Speaker
from tracker.services import coverage, queries
from tracker.services.coverage import Ledger, Sentence
from tracker.web.highlighting import Mark, Paragraph, Segment, cut, lanes, paragraphs
from tracker.web.moves import REASONS

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


class Order(Word):
    """In which order the cards of an article stand, and the keys j and k go through them."""

    READING = "reading", "As they are read"
    LEAST_SURE = "least-sure", "Least sure first"


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


@dataclass(frozen=True, slots=True)
class Bar:
    """A sentence on the rail: where it lies in its paragraph, in thousandths."""

    coverage: Coverage
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Reach:
    """How far down a paragraph a claim reaches, in thousandths."""

    claim: int
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the article with its piece of the rail."""

    #: Whether it says again what stands above the text as its headline.
    repeats_title: bool
    segments: Sequence[Segment]
    bars: Sequence[Bar]
    reaches: Sequence[Reach]


@dataclass(frozen=True, slots=True)
class Desk:
    """The article desk."""

    article: Article
    version: ArticleVersion
    lines: Sequence[Line]
    claims: Sequence[Card]
    declined: Sequence[Card]
    thoughts: Sequence[Card]
    cards: Mapping[int, Card]
    ledger: Ledger
    order: Order

    @classmethod
    def of(
        cls,
        session: Session,
        article_id: int,
        *,
        actor: Actor,
        current: int | None,
        order: Order = Order.READING,
    ) -> "Desk":
        """Lay out the desk; raise NotFound where there is no such article.

        With the least sure first, the first of them that waits is opened.
        """
        article = queries.article(session, article_id)
        version = article.current
        claims = queries.claims_of(session, version)
        if order is Order.LEAST_SURE:
            current = current or _least_sure(claims)
        cards = deal(claims, actor, current)
        shown = [
            card
            for card in cards
            if (card.claim.is_statement and card.standing != "declined") or card.is_current
        ]
        marks = [mark for card in shown for mark in marks_of(card.claim)]
        ledger = coverage.ledger(session, version, claims)
        return cls(
            article=article,
            version=version,
            lines=_lines(
                paragraphs(cut(version.text, marks)), ledger.sentences, title=article.title
            ),
            claims=_sorted(
                [c for c in cards if c.claim.is_statement and c.standing != "declined"], order
            ),
            declined=[c for c in cards if c.standing == "declined"],
            thoughts=[c for c in cards if not c.claim.is_statement and c.standing != "declined"],
            cards={card.claim.id: card for card in cards},
            ledger=ledger,
            order=order,
        )

    @property
    def waiting(self) -> int:
        """Return how many claims nobody has looked at."""
        return sum(card.standing == "proposed" for card in self.claims)

    @property
    def first_waiting(self) -> int | None:
        """Return the number of the first claim that nobody has looked at."""
        waiting = (card.claim.id for card in self.claims if card.standing == "proposed")
        return next(waiting, None)

    @property
    def reasons(self) -> Sequence[Checkability]:
        """Return the reasons for which a claim may be declined."""
        return REASONS

    @property
    def orders(self) -> Sequence[Order]:
        """Return the orders to choose from."""
        return tuple(Order)

    @property
    def sentence_reasons(self) -> Sequence[SentenceReason]:
        """Return the reasons for which a sentence may be declined."""
        return tuple(SentenceReason)


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


def context(claim: Claim, *, marks: Iterable[Mark] | None = None) -> list[Line]:
    """Return the paragraphs in which a claim stands, with its marks or those given instead."""
    chosen = list(marks_of(claim) if marks is None else marks)
    around = marks_of(claim) + chosen
    lines = paragraphs(cut(claim.article_version.text, chosen))
    first, last = min(mark.start for mark in around), max(mark.end for mark in around)
    near = [line for line in lines if line.start < last and first < line.end]
    return _lines(near, [])


def _least_sure(claims: Iterable[Claim]) -> int | None:
    waiting = [one for one in claims if one.is_statement and one.stage is Stage.PROPOSED]
    return min(waiting, key=_doubt).id if waiting else None


def _sorted(cards: list[Card], order: Order) -> list[Card]:
    if order is Order.READING:
        return cards
    waits_first = sorted(cards, key=lambda card: _doubt(card.claim))
    return sorted(waits_first, key=lambda card: card.standing != "proposed")


def _doubt(claim: Claim) -> tuple[float, int, int]:
    """Order by confidence; what a person added is sure."""
    return (1.0 if claim.confidence is None else claim.confidence, claim.position, claim.id)


def _lines(
    found: Sequence[Paragraph],
    heard: Sequence[Sentence],
    *,
    title: str | None = None,
) -> list[Line]:
    starts = [sentence.start for sentence in heard]
    return [
        Line(
            repeats_title=number == 0 and paragraph.is_plainly(title),
            segments=paragraph.segments,
            bars=[
                Bar(one.coverage, paragraph.share(one.start), paragraph.share(one.end))
                for one in heard[
                    bisect_left(starts, paragraph.start) : bisect_left(starts, paragraph.end)
                ]
            ],
            reaches=[
                Reach(mark.claim, paragraph.share(mark.start), paragraph.share(mark.end))
                for mark in dict.fromkeys(
                    mark for segment in paragraph.segments for mark in segment.marks
                )
                if mark.part is SpanPart.CONTENT
            ],
        )
        for number, paragraph in enumerate(found)
    ]
