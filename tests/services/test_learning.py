"""Decided articles become training data with the boundaries that people left."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, make_article, make_claim
from tracker.domain.actors import MACHINE, Actor
from tracker.domain.commands import ClaimDraft
from tracker.domain.vocabulary import Checkability, SpanPart, SpeechAct, Stage
from tracker.extraction.labels import read_labelled
from tracker.models import Article, Claim
from tracker.services.editing import claims
from tracker.services.figures.learning import training_documents
from tracker.services.reviewing import boundaries, review

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def article(session: Session) -> Article:
    return make_article(session)


def accept(session: Session, claim: Claim, actor: Actor) -> None:
    review.advance(session, claim, Stage.NEW, actor=actor, at=LATER)


def decline(session: Session, claim: Claim, actor: Actor, reason: Checkability) -> None:
    review.advance(
        session, claim, Stage.DECLINED, actor=actor, at=LATER, note="read", checkability=reason
    )


def contents(session: Session, **options: Any) -> list[list[list[list[int]]]]:
    return [
        [one["content"] for one in document["attributions"]]
        for document in training_documents(session, **options)
    ]


def test_an_accepted_claim_is_taught_with_the_boundaries_that_a_person_gave_it(
    session: Session, editor: Actor, article: Article
) -> None:
    claim = make_claim(session, article=article)
    where = {SpanPart.CONTENT: ((4, 53),), SpanPart.CUE: ((55, 59),)}
    number = claim.edit_number
    boundaries.move_boundaries(session, claim.id, where, edit_number=number, actor=editor, at=LATER)
    accept(session, claim, editor)
    (document,) = training_documents(session)
    assert document["id"] == f"article-{article.id}"
    assert document["text"] == article.current.text
    assert document["attributions"] == [{"content": [[4, 53]], "cue": [[55, 59]], "source": []}]


def test_one_undecided_proposal_keeps_the_article_back(
    session: Session, editor: Actor, article: Article
) -> None:
    accept(session, make_claim(session, article=article), editor)
    waiting = make_claim(session, article=article, content=((4, 20),))
    assert contents(session) == []
    accept(session, waiting, editor)
    assert contents(session) == [[[[0, 53]], [[4, 20]]]]


def test_a_thought_that_waits_keeps_back_the_article_but_not_its_statements(
    session: Session, editor: Actor, article: Article
) -> None:
    accept(session, make_claim(session, article=article), editor)
    make_claim(session, article=article, content=((4, 20),), is_statement=False)
    assert contents(session) == []
    assert contents(session, statements_only=True) == [[[[0, 53]]]]


@pytest.mark.parametrize(
    ("reason", "taught"),
    [
        (Checkability.NOT_A_STATEMENT, []),
        (Checkability.DUPLICATE, []),
        (Checkability.OPINION, [[[0, 53]]]),
    ],
)
def test_a_declined_claim_is_taught_where_it_was_said(
    session: Session, editor: Actor, article: Article, reason: Checkability, taught: list[Any]
) -> None:
    decline(session, make_claim(session, article=article), editor, reason)
    assert contents(session) == [taught]


def test_what_was_added_by_hand_is_taught(
    session: Session, editor: Actor, article: Article
) -> None:
    spans = {SpanPart.CONTENT: ((4, 20),)}
    draft = ClaimDraft(article.current.id, spans, speech_act=SpeechAct.STATES)
    claims.add(session, draft, actor=editor, at=LATER)
    assert contents(session) == [[[[4, 20]]]]


def test_an_article_that_nobody_has_read_is_left_out(session: Session, article: Article) -> None:
    claim = make_claim(session, article=article)
    decline(session, claim, MACHINE, Checkability.NOT_A_STATEMENT)
    make_article(session)
    assert contents(session) == []


def test_the_demonstration_is_left_out(session: Session, editor: Actor) -> None:
    demonstration = make_article(session, is_demonstration=True)
    accept(session, make_claim(session, article=demonstration), editor)
    assert contents(session) == []


def test_the_scorer_reads_what_is_exported(
    session: Session, editor: Actor, article: Article
) -> None:
    accept(session, make_claim(session, article=article), editor)
    (read,) = read_labelled(json.dumps(document) for document in training_documents(session))
    assert read.text == article.current.text
    assert [span.cut(read.text) for span in read.attributions[0].content] == [read.text[:53]]
