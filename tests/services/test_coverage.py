"""The coverage ledger: sentences declined and opened again, articles closed when all is decided."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, make_actor, make_article, make_attribution, make_claim
from tracker.domain.actors import Actor
from tracker.domain.coverage import Coverage, SentenceReason
from tracker.domain.errors import InvalidEdit, PermissionRefused, TransitionRefused
from tracker.domain.vocabulary import Checkability, Role, Stage
from tracker.models import Article
from tracker.services.articles import intake
from tracker.services.covering import coverage
from tracker.services.reviewing import review
from tracker.services.trail import history

TEXT = "The port grew, Silva said. It lies in the bay. Ships come and go."
SAID, BAY, SHIPS = 0, 27, 47


@pytest.fixture
def article(session: Session) -> Article:
    return make_article(session, text=TEXT)


@pytest.fixture
def ana(session: Session) -> Actor:
    return make_actor(session, Role.CONTRIBUTOR, name="Ana Novak")


def words(session: Session, article: Article) -> list[Coverage]:
    return [one.coverage for one in coverage.ledger(session, article.current).sentences]


def actions(session: Session, article: Article) -> list[str]:
    return [event.action for event in history.of(session, "article", article.id)]


def test_several_sentences_are_declined_at_once_with_one_event(
    session: Session, article: Article, ana: Actor
) -> None:
    make_claim(session, article=article, content=((0, 13),))
    event = coverage.decline(
        session, article.id, {BAY, SHIPS}, SentenceReason.BACKGROUND, actor=ana, at=NOON
    )
    assert words(session, article) == [Coverage.PROPOSED, Coverage.DECLINED, Coverage.DECLINED]
    assert event.changes == {
        "sentences": [None, [[BAY, BAY + 19], [SHIPS, SHIPS + 18]]],
        "reason": [None, "background"],
    }
    assert coverage.declined_by(session, article.id, event.id) == [BAY, SHIPS]


def test_a_sentence_with_a_proposal_is_decided_by_its_claim(
    session: Session, article: Article, ana: Actor
) -> None:
    make_claim(session, article=article, content=((0, 13),))
    with pytest.raises(InvalidEdit, match="claims in sentence 1"):
        coverage.decline(
            session, article.id, {SAID, BAY}, SentenceReason.BACKGROUND, actor=ana, at=NOON
        )
    assert words(session, article)[1] is Coverage.UNSEEN


def test_a_sentence_whose_claims_are_all_declined_counts_as_declined(
    session: Session, article: Article, ana: Actor
) -> None:
    claim = make_claim(session, article=article, content=((0, 13),))
    review.advance(
        session, claim, Stage.DECLINED, actor=ana, at=NOON, checkability=Checkability.OPINION
    )
    assert words(session, article)[0] is Coverage.DECLINED


def test_a_new_claim_in_a_declined_sentence_speaks_louder_than_the_decision(
    session: Session, article: Article, ana: Actor
) -> None:
    coverage.decline(session, article.id, {BAY}, SentenceReason.AUTHOR, actor=ana, at=NOON)
    claim = make_claim(session, article=article, stage=Stage.NEW, content=((BAY, BAY + 18),))
    standing = coverage.ledger(session, article.current).sentences[1]
    assert (standing.coverage, standing.decision, standing.claims) == (
        Coverage.CLAIM,
        None,
        (claim.id,),
    )


def test_declined_sentences_are_opened_again(
    session: Session, article: Article, ana: Actor
) -> None:
    coverage.decline(session, article.id, {BAY, SHIPS}, SentenceReason.AUTHOR, actor=ana, at=NOON)
    assert coverage.take_back(session, article.id, {SHIPS}, actor=ana, at=NOON) == 1
    assert words(session, article)[1:] == [Coverage.DECLINED, Coverage.UNSEEN]
    assert actions(session, article)[0] == "article.sentences_reopened"


@pytest.mark.parametrize("starts", [set(), {5}, {SAID}])
def test_opening_what_was_not_declined_is_refused(
    session: Session, article: Article, ana: Actor, starts: set[int]
) -> None:
    with pytest.raises(InvalidEdit, match="declined by themselves"):
        coverage.take_back(session, article.id, starts, actor=ana, at=NOON)


def decide_all(session: Session, article: Article, actor: Actor) -> None:
    make_claim(session, article=article, stage=Stage.NEW, content=((0, 13),))
    reason = SentenceReason.BACKGROUND
    coverage.decline(session, article.id, {BAY, SHIPS}, reason, actor=actor, at=NOON)


def test_an_article_closes_only_when_every_sentence_is_decided(
    session: Session, article: Article, ana: Actor
) -> None:
    with pytest.raises(TransitionRefused, match="3 of 3 are open"):
        coverage.close(session, article.id, actor=ana, at=NOON)
    decide_all(session, article, ana)
    coverage.close(session, article.id, actor=ana, at=NOON)
    standing = coverage.ledger(session, article.current)
    assert standing.percent == 100
    assert standing.closing is not None
    assert (standing.closing.closed_by_id, standing.closing.closed_at) == (ana.account_id, NOON)
    assert actions(session, article)[0] == "article.closed"
    with pytest.raises(TransitionRefused, match="closed already"):
        coverage.close(session, article.id, actor=ana, at=NOON)


def test_a_closed_article_is_opened_again(session: Session, article: Article, ana: Actor) -> None:
    decide_all(session, article, ana)
    coverage.close(session, article.id, actor=ana, at=NOON)
    coverage.reopen(session, article.id, actor=ana, at=NOON)
    assert coverage.ledger(session, article.current).closing is None
    with pytest.raises(TransitionRefused, match="is open"):
        coverage.reopen(session, article.id, actor=ana, at=NOON)


def test_taking_a_decision_back_opens_a_closed_article(
    session: Session, article: Article, ana: Actor
) -> None:
    decide_all(session, article, ana)
    coverage.close(session, article.id, actor=ana, at=NOON)
    coverage.take_back(session, article.id, {BAY}, actor=ana, at=NOON)
    assert coverage.ledger(session, article.current).closing is None
    assert actions(session, article)[:2] == ["article.reopened", "article.sentences_reopened"]


def test_reading_again_opens_a_closed_article_only_where_something_is_proposed(
    session: Session, article: Article, ana: Actor
) -> None:
    decide_all(session, article, ana)
    coverage.close(session, article.id, actor=ana, at=NOON)
    same = [make_attribution(TEXT, "The port grew")]
    intake.reextract(session, article.id, actor=ana, at=NOON, found=same)
    assert coverage.ledger(session, article.current).closing is not None
    more = [*same, make_attribution(TEXT, "Ships come and go")]
    intake.reextract(session, article.id, actor=ana, at=NOON, found=more)
    assert coverage.ledger(session, article.current).closing is None
    assert words(session, article)[2] is Coverage.PROPOSED
    newest = history.of(session, "article", article.id)[0]
    assert (newest.action, newest.note) == (
        "article.reopened",
        "1 of its sentences have come open",
    )


def test_a_viewer_decides_on_nothing(session: Session, article: Article) -> None:
    viewer = make_actor(session, Role.VIEWER)
    with pytest.raises(PermissionRefused):
        coverage.decline(session, article.id, {BAY}, SentenceReason.AUTHOR, actor=viewer, at=NOON)
