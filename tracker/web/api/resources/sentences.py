"""The sentences of an article: what has become of each, and the article closed when all are."""

from datetime import datetime
from typing import Annotated, Any

from flask import Blueprint, g
from pydantic import Field

from tracker.domain.clock import now
from tracker.domain.coverage import Coverage, SentenceReason
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import Role
from tracker.services import queries
from tracker.services.covering import coverage
from tracker.services.covering.coverage import Sentence
from tracker.services.trail import history
from tracker.web.api import conditions
from tracker.web.api.operations import Reply, operation
from tracker.web.api.shapes import Asked, Position, Told
from tracker.web.database import db

bp = Blueprint("api_sentences", __name__, url_prefix="/api/v1/articles/<int:article_id>")

Starts = Annotated[tuple[Position, ...], Field(min_length=1, max_length=5_000)]


class SentenceTold(Told):
    """A sentence by its place in the text, in code points, half open."""

    start: int
    end: int
    coverage: Coverage
    reason: SentenceReason | None = Field(description="Why it holds no claim")
    claims: tuple[int, ...]


class LedgerTold(Told):
    """Every sentence of the newest text, in reading order."""

    sentences: tuple[SentenceTold, ...]
    decided: int
    open: int
    percent: int
    closed_at: datetime | None


class Declined(Asked):
    """Sentences that hold no claim, by where they begin, and why."""

    starts: Starts
    reason: SentenceReason


class Opened(Asked):
    """Declined sentences that are to be open again, by where they begin."""

    starts: Starts


#: What became of the sentences has a tag of its own: claims change it, too.
_KIND = "article.sentences"
_WRITES: dict[str, Any] = {
    "scope": Scope.WRITE,
    "role": Role.CONTRIBUTOR,
    "answer": LedgerTold,
    "needs_match": _KIND,
    "refusals": (404, 409),
}


@bp.get("/sentences")
@operation(
    "Show what has become of each sentence",
    scope=Scope.READ,
    answer=LedgerTold,
    refusals=(404,),
)
def show(article_id: int) -> Reply:
    """Show the coverage of an article."""
    return _reply(article_id)


@bp.post("/sentences/declined")
@operation("Say that sentences hold no claim", body=Declined, may_repeat=True, **_WRITES)
def decline(article_id: int, body: Declined, match: int) -> Reply:
    """Decline sentences that nobody has decided on; others stay as they are."""
    _expect(article_id, match)
    coverage.decline(db.session, article_id, body.starts, body.reason, actor=g.actor, at=now())
    return _reply(article_id)


@bp.post("/sentences/opened")
@operation("Open declined sentences again", body=Opened, may_repeat=True, **_WRITES)
def take_back(article_id: int, body: Opened, match: int) -> Reply:
    """Open declined sentences again, and the article with them."""
    _expect(article_id, match)
    coverage.take_back(db.session, article_id, body.starts, actor=g.actor, at=now())
    return _reply(article_id)


@bp.post("/closing")
@operation("Close an article in which all is decided", may_repeat=True, **_WRITES)
def close(article_id: int, match: int) -> Reply:
    """Close the article."""
    _expect(article_id, match)
    coverage.close(db.session, article_id, actor=g.actor, at=now())
    return _reply(article_id)


@bp.delete("/closing")
@operation("Open a closed article again", **_WRITES)
def reopen(article_id: int, match: int) -> Reply:
    """Open the article again."""
    _expect(article_id, match)
    coverage.reopen(db.session, article_id, actor=g.actor, at=now())
    return _reply(article_id)


def _expect(article_id: int, match: int) -> None:
    """Take the turn, and refuse where the sentences are not as the writer has seen them."""
    history.take_turn(db.session)
    now_told = _told(article_id)
    shown = now_told.model_dump(mode="json", exclude={"sentences"})
    conditions.expect(match, _state(now_told), current=shown)


def _reply(article_id: int) -> Reply:
    told = _told(article_id)
    return Reply(told, conditions.tag(_KIND, article_id, _state(told)))


def _state(told: LedgerTold) -> int:
    return conditions.state_of(told.model_dump_json())


def _told(article_id: int) -> LedgerTold:
    article = queries.article(db.session, article_id)
    ledger = coverage.ledger(db.session, article.current)
    return LedgerTold(
        sentences=tuple(map(_sentence, ledger.sentences)),
        decided=ledger.decided,
        open=ledger.open,
        percent=ledger.percent,
        closed_at=ledger.closing.closed_at if ledger.closing else None,
    )


def _sentence(one: Sentence) -> SentenceTold:
    return SentenceTold(
        start=one.start,
        end=one.end,
        coverage=one.coverage,
        reason=one.decision.reason if one.decision else None,
        claims=tuple(one.claims),
    )
