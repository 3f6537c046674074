"""What the article desk shows: the text with its claims marked, the cards, the coverage."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.coverage import SentenceReason
from tracker.domain.vocabulary import Checkability, Stage, Word
from tracker.models import Article, ArticleVersion, Claim
from tracker.services import queries
from tracker.services.covering import coverage
from tracker.services.covering.coverage import Ledger
from tracker.web.pages.desk_cards import Card, deal, marks_of
from tracker.web.pages.desk_lines import Line, lay_out
from tracker.web.pages.moves import REASONS
from tracker.web.texts.highlighting import cut, paragraphs


class Order(Word):
    """In which order the cards of an article stand, and the keys j and k go through them."""

    READING = "reading", "As they are read"
    LEAST_SURE = "least-sure", "Least sure first"


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
            lines=lay_out(
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
