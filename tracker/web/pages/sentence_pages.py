"""What the page about the sentences of an article shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.domain.coverage import Coverage, SentenceReason
from tracker.models import Article
from tracker.services import queries
from tracker.services.covering import coverage
from tracker.services.covering.coverage import Ledger, Sentence


@dataclass(frozen=True, slots=True)
class SentenceLine:
    """A sentence with its words, without the line ends in it."""

    sentence: Sentence
    words: str
    begins_paragraph: bool

    @property
    def may_decline(self) -> bool:
        """Tell whether it may be declined as a sentence."""
        return self.sentence.coverage is Coverage.UNSEEN

    @property
    def may_open(self) -> bool:
        """Tell whether it was declined as a sentence, and so may be opened again."""
        return self.sentence.decision is not None


@dataclass(frozen=True, slots=True)
class SentencesPage:
    """Every sentence of an article, in reading order."""

    article: Article
    ledger: Ledger
    lines: Sequence[SentenceLine]

    @classmethod
    def of(cls, session: Session, article_id: int) -> "SentencesPage":
        """Read the ledger; raise NotFound where there is no such article."""
        article = queries.article(session, article_id)
        ledger = coverage.ledger(session, article.current)
        text, before, lines = article.current.text, 0, []
        for one in ledger.sentences:
            words = " ".join(text[one.start : one.end].split())
            lines.append(SentenceLine(one, words, "\n" in text[before : one.start]))
            before = one.end
        return cls(article, ledger, lines)

    @property
    def reasons(self) -> Sequence[SentenceReason]:
        """Return the reasons for which a sentence may be declined."""
        return tuple(SentenceReason)
