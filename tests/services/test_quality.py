"""Editors' decisions tell how well claims are found."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, make_article, make_claim, make_speaker
from tracker.domain.actors import MACHINE, Actor
from tracker.domain.commands import ClaimDraft, ClaimEdit
from tracker.domain.shares import Share
from tracker.domain.vocabulary import Checkability, ClaimKind, SpanPart, Stage
from tracker.models import Article, Claim
from tracker.services.editing import claim_fields, claims
from tracker.services.figures.decisions import Quality
from tracker.services.figures.quality import overview
from tracker.services.reviewing import boundaries, review

LATER = NOON + timedelta(hours=1)
WRONG, OPINION = Checkability.NOT_A_STATEMENT, Checkability.OPINION


@pytest.fixture
def article(session: Session) -> Article:
    return make_article(session)


def accept(session: Session, claim: Claim, actor: Actor, at: datetime = LATER) -> Claim:
    review.advance(session, claim, Stage.NEW, actor=actor, at=at)
    return claim


def decline(session: Session, claim: Claim, actor: Actor, reason: Checkability) -> None:
    review.advance(
        session, claim, Stage.DECLINED, actor=actor, at=LATER, note="read", checkability=reason
    )


def add(session: Session, article: Article, actor: Actor) -> Claim:
    draft = ClaimDraft(article.current.id, {SpanPart.CONTENT: ((4, 20),)})
    return claims.add(session, draft, actor=actor, at=LATER)


def whole(session: Session) -> Quality:
    return overview(session).whole


def test_without_decisions_there_are_no_figures(session: Session, article: Article) -> None:
    make_claim(session, article=article)
    found = overview(session)
    assert found.decisions == 0
    assert found.whole.precision.value is None
    assert found.by_kind == found.by_version == found.by_week == {}


def test_what_was_no_statement_counts_against_and_an_opinion_does_not(
    session: Session, editor: Actor, article: Article
) -> None:
    accept(session, make_claim(session, article=article), editor)
    for reason in (WRONG, Checkability.DUPLICATE, OPINION):
        decline(session, make_claim(session, article=article), editor, reason)
    assert whole(session).precision == Share(2, 4)


def test_what_was_added_by_hand_had_been_missed(
    session: Session, editor: Actor, article: Article
) -> None:
    accept(session, make_claim(session, article=article), editor)
    add(session, article, editor)
    assert whole(session).recall == Share(1, 2)
    assert whole(session).precision == Share(1, 1)


def test_what_was_cut_off_another_claim_was_not_missed_but_badly_bounded(
    session: Session, editor: Actor, article: Article
) -> None:
    claim = accept(session, make_claim(session, article=article), editor)
    boundaries.split(session, claim.id, 20, edit_number=claim.edit_number, actor=editor, at=LATER)
    assert whole(session).recall == Share(1, 1)
    assert whole(session).boundaries == Share(0, 1)


def test_boundaries_that_were_moved_back_were_right(
    session: Session, editor: Actor, article: Article
) -> None:
    claim = accept(session, make_claim(session, article=article), editor)
    for end, share in ((40, Share(0, 1)), (53, Share(1, 1))):
        where = {SpanPart.CONTENT: ((0, end),)}
        number = claim.edit_number
        boundaries.move_boundaries(
            session, claim.id, where, edit_number=number, actor=editor, at=LATER
        )
        assert whole(session).boundaries == share


def test_a_speaker_whom_an_editor_changed_was_wrong(
    session: Session, editor: Actor, article: Article
) -> None:
    accept(session, make_claim(session, article=article), editor)
    claim = accept(session, make_claim(session, article=article), editor)
    values = claim_fields.values(claim) | {"speaker_id": make_speaker(session).id}
    edit = ClaimEdit(edit_number=claim.edit_number, **values)
    claims.revise(session, claim.id, edit, actor=editor, at=LATER)
    assert whole(session).speakers == Share(1, 2)


def test_a_withdrawal_by_the_machine_is_nobodys_decision(
    session: Session, article: Article
) -> None:
    decline(session, make_claim(session, article=article), MACHINE, WRONG)
    assert overview(session).decisions == 0


def test_a_thought_that_is_declined_was_never_offered_as_a_statement(
    session: Session, editor: Actor, article: Article
) -> None:
    decline(session, make_claim(session, article=article, is_statement=False), editor, WRONG)
    assert overview(session).decisions == 0


def test_the_demonstration_is_told_apart(session: Session, editor: Actor) -> None:
    demonstration = make_article(session, is_demonstration=True)
    accept(session, make_claim(session, article=demonstration), editor)
    assert overview(session).decisions == 0
    assert overview(session, demonstration=True).decisions == 1


def test_figures_are_parted_by_kind_by_extractor_and_by_week(
    session: Session, editor: Actor, article: Article
) -> None:
    direct = make_claim(
        session, article=article, kind=ClaimKind.DIRECT, extractor_version="fixed 2"
    )
    accept(session, direct, editor, LATER + timedelta(days=7))
    indirect = make_claim(session, article=make_article(session))
    accept(session, indirect, editor)
    add(session, article, editor)
    found = overview(session)
    assert list(found.by_kind) == [ClaimKind.DIRECT, ClaimKind.INDIRECT]
    assert {name: one.recall for name, one in found.by_version.items()} == {
        "fixed 2": Share(1, 2),
        "fixed 1": Share(1, 1),
    }
    assert [*found.by_week] == [date(2026, 3, 9), date(2026, 3, 2)]
