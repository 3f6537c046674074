"""Every sentence of an article is accounted for, however ugly the article is."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.builders import NOON, make_actor, make_article, make_claim
from tracker.domain.actors import Actor
from tracker.domain.coverage import Coverage, SentenceReason
from tracker.domain.errors import TransitionRefused
from tracker.domain.vocabulary import Role, SpanPart, Stage
from tracker.extraction import sentences
from tracker.models import Article, ArticleClosing
from tracker.services import queries
from tracker.services.covering import coverage
from tracker.services.reviewing import boundaries, review
from tracker.services.trail import history

UGLY = {
    "headline alone": "PORT GROWS",
    "list": "What we know:\n- nine million tonnes\n- “up 3%”, said Silva\n• more\n1. One\n2. Two",
    "live blog": "12:04 BREAKING: port shut\n\n12:04\n\n12:09 Silva: “No”\n12:09 Silva: “No”",
    "captions": "The port. Photo: A. Silva/AP\n(Photo: AP)\nAP",
    "empty lines": "\n\n\n \t \nOne.\n\n\u00a0\n\u200b\nTwo.\n\n\n",
    "one long sentence": "The port " + "and the bay and the ships " * 200 + "grew.",
    "no full stop": "word " * 3000,
    "no sentence at all": "— … · 12 34 //",
    "a wall of signs": "█" * 5000,
    "no space": "x" * 20_000,
    "the same again": "The port grew, Silva said. " * 30,
    "abbreviations": "Mr. Silva of the U.S. Dept. of Ports said so at 3 p.m. He left. Dr. No did.",
    "quotation over lines": "“The port grew.\n\n“It will grow again,” Silva said.",
    "mixed line ends": "One.\r\nTwo.\rThree.\u2028Four.\u2029Five.\x85Six.",
    "right to left": "قال المدير إن الميناء نما. وأضاف: «سننمو».",
    "no spaces between words": "港は成長したと市長は述べた。「また伸びる」と彼は言った。",
    "emoji": "🚢🚢🚢 Port grew!!! 🎉 Silva: “Wow!?”",
}


def left_out(text: str, found: Sequence[tuple[int, int]]) -> str:
    """Return what stands in no sentence, without white space."""
    rest, last = [], 0
    for start, end in found:
        assert last <= start < end, "sentences overlap or go back"
        rest.append(text[last:start])
        last = end
    return "".join("".join((*rest, text[last:])).split())


@pytest.mark.parametrize("text", list(UGLY.values()), ids=list(UGLY))
def test_every_sign_stands_in_exactly_one_sentence(text: str) -> None:
    assert left_out(text, [(one.start, one.end) for one in sentences(text)]) == ""


SIGNS = list("aA.!? \n\r\t“”…—1\u2028\u00a0\u200b█👍")


@given(st.text(alphabet=st.sampled_from(SIGNS), max_size=400))
def test_every_sign_of_any_text_does(text: str) -> None:
    assert left_out(text, [(one.start, one.end) for one in sentences(text)]) == ""


@pytest.fixture
def ana(session: Session) -> Actor:
    return make_actor(session, Role.EDITOR, name="Ana Novak")


def decline_rest(session: Session, article: Article, ana: Actor) -> None:
    starts = [one.start for one in coverage.ledger(session, article.current).unseen]
    coverage.decline(session, article.id, starts, SentenceReason.NOT_ATTRIBUTED, actor=ana, at=NOON)


@pytest.mark.parametrize("text", list(UGLY.values()), ids=list(UGLY))
def test_an_ugly_article_is_decided_sentence_by_sentence_and_then_closes(
    session: Session, ana: Actor, text: str
) -> None:
    article = make_article(session, text=text)
    standing = coverage.ledger(session, article.current)
    assert standing.sentences
    assert {one.coverage for one in standing.sentences} == {Coverage.UNSEEN}
    assert standing.percent == 0
    with pytest.raises(TransitionRefused, match="decide on every sentence"):
        coverage.close(session, article.id, actor=ana, at=NOON)
    first = standing.sentences[0]
    claim = make_claim(session, article=article, content=((first.start, first.end),))
    if len(standing.sentences) > 1:
        decline_rest(session, article, ana)
    standing = coverage.ledger(session, article.current)
    assert standing.open == standing.counts[Coverage.PROPOSED] == 1
    assert standing.counts[Coverage.DECLINED] == len(standing.sentences) - 1
    with pytest.raises(TransitionRefused, match="decide on every sentence"):
        coverage.close(session, article.id, actor=ana, at=NOON)
    review.advance(session, claim, Stage.NEW, actor=ana, at=NOON)
    assert coverage.ledger(session, article.current).percent == 100
    coverage.close(session, article.id, actor=ana, at=NOON)


def test_of_the_same_sentence_twice_each_is_decided_for_itself(
    session: Session, ana: Actor
) -> None:
    article = make_article(session, text=UGLY["the same again"])
    found = coverage.ledger(session, article.current).sentences
    reason = SentenceReason.NOT_ATTRIBUTED
    coverage.decline(session, article.id, [found[3].start], reason, actor=ana, at=NOON)
    after = coverage.ledger(session, article.current)
    assert [one.number for one in after.sentences if one.is_decided] == [3]
    assert (after.percent, after.open) == (3, 29)


@pytest.fixture
def closed(session: Session, ana: Actor) -> Article:
    """Return a closed article: a claim in its first two sentences, the third declined."""
    article = make_article(session, text="The port grew. It will go on. Ships come and go.")
    make_claim(session, article=article, content=((0, 29),), stage=Stage.NEW)
    decline_rest(session, article, ana)
    coverage.close(session, article.id, actor=ana, at=NOON)
    return article


def is_closed(session: Session, article: Article) -> bool:
    session.expire_all()
    return session.get(ArticleClosing, article.id) is not None


def test_a_claim_that_lets_a_sentence_go_opens_the_article_again(
    session: Session, ana: Actor, closed: Article
) -> None:
    (claim,) = queries.claims_of(session, closed.current)
    where = {SpanPart.CONTENT: ((0, 14),)}
    boundaries.move_boundaries(
        session, claim.id, where, edit_number=claim.edit_number, actor=ana, at=NOON
    )
    assert coverage.ledger(session, closed.current).open == 1
    assert not is_closed(session, closed)
    assert history.of(session, "article", closed.id)[0].action == "article.reopened"


def test_a_proposal_from_the_archive_opens_the_article_again(
    session: Session, ana: Actor, closed: Article
) -> None:
    claim = make_claim(
        session,
        article=closed,
        content=((15, 29),),
        stage=Stage.ARCHIVED,
        stage_before_archive=Stage.PROPOSED,
    )
    (standing,) = (one for one in queries.claims_of(session, closed.current) if one is not claim)
    review.advance(session, claim, Stage.PROPOSED, actor=ana, at=NOON)
    assert is_closed(session, closed)
    review.advance(session, standing, Stage.ARCHIVED, actor=ana, at=NOON)
    assert not is_closed(session, closed)
