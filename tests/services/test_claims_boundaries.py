"""The boundaries of a claim move, a claim becomes two, two become one, and nothing is lost."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, TEXT, make_actor, make_article, make_claim, make_speaker
from tracker.domain.actors import Actor
from tracker.domain.commands import ClaimDraft, Spans
from tracker.domain.errors import InvalidEdit, MergeRefused, StaleEdit, TransitionRefused
from tracker.domain.vocabulary import (
    Checkability,
    ClaimKind,
    Origin,
    Role,
    SpanPart,
    SpeechAct,
    Stage,
)
from tracker.models import Article, Claim
from tracker.services.editing import claims
from tracker.services.reviewing import boundaries, review
from tracker.services.trail import history

LATER = NOON + timedelta(hours=1)
CONTENT, CUE, SOURCE = SpanPart.CONTENT, SpanPart.CUE, SpanPart.SOURCE
#: "The port of Varna moved nine million tonnes last year"
MOVED = (0, 53)


@pytest.fixture
def actor(session: Session) -> Actor:
    return make_actor(session, Role.FACT_CHECKER)


@pytest.fixture
def article(session: Session) -> Article:
    return make_article(session, text=TEXT)


@pytest.fixture
def claim(session: Session, actor: Actor, article: Article) -> Claim:
    spans = {CONTENT: (MOVED,), CUE: ((55, 59),), SOURCE: ((60, 69),)}
    draft = ClaimDraft(article.current.id, spans, speaker_id=make_speaker(session).id)
    return claims.add(session, draft, actor=actor, at=NOON)


def move(session: Session, claim: Claim, actor: Actor, spans: Spans, **options: Any) -> Any:
    options = {"edit_number": claim.edit_number} | options
    return boundaries.move_boundaries(session, claim.id, spans, actor=actor, at=LATER, **options)


def test_the_content_moves_and_the_other_parts_stay(
    session: Session, actor: Actor, claim: Claim
) -> None:
    number = claim.edit_number
    changes = move(session, claim, actor, {CONTENT: ((4, 53),)})
    session.expire_all()
    assert claim.words(CONTENT) == TEXT[4:53]
    assert (claim.words(CUE), claim.words(SOURCE)) == ("said", "Ana Silva")
    assert (claim.position, claim.edit_number) == (4, number + 1)
    assert changes["quote"] == (TEXT[0:53], TEXT[4:53])
    event = history.of(session, "claim", claim.id)[0]
    assert (event.action, event.changes["content"]) == (
        "claim.boundaries_moved",
        [[[0, 53]], [[4, 53]]],
    )


def test_a_piece_may_begin_where_an_old_one_did(
    session: Session, actor: Actor, claim: Claim
) -> None:
    move(session, claim, actor, {CONTENT: ((0, 17), (24, 53))})
    assert claim.stretches(CONTENT) == ((0, 17), (24, 53))
    assert claim.words(CONTENT) == "The port of Varna … nine million tonnes last year"


def test_the_edit_number_rises_even_when_only_a_cue_moves_at_the_same_moment(
    session: Session, actor: Actor, claim: Claim
) -> None:
    number = claim.edit_number
    boundaries.move_boundaries(
        session, claim.id, {CUE: ((60, 63),)}, edit_number=number, actor=actor, at=NOON
    )
    assert claim.edit_number == number + 1


def test_boundaries_that_stay_write_nothing(session: Session, actor: Actor, claim: Claim) -> None:
    events = len(history.of(session, "claim", claim.id))
    assert not move(session, claim, actor, {CONTENT: (MOVED,)})
    assert len(history.of(session, "claim", claim.id)) == events


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ((0, 53), ClaimKind.INDIRECT),
        ((86, 107), ClaimKind.DIRECT),
        ((87, 105), ClaimKind.DIRECT),
        ((86, 113), ClaimKind.MIXED),
    ],
    ids=["without marks", "with marks", "inside marks", "marks and more"],
)
def test_the_kind_follows_the_quotation_marks(
    session: Session, actor: Actor, claim: Claim, content: tuple[int, int], kind: ClaimKind
) -> None:
    move(session, claim, actor, {CONTENT: (content,)})
    assert claim.kind is kind


def test_a_kind_that_is_given_stands(session: Session, actor: Actor, claim: Claim) -> None:
    move(session, claim, actor, {CONTENT: ((86, 107),)}, kind=ClaimKind.MIXED)
    assert claim.kind is ClaimKind.MIXED


def test_a_wording_of_our_own_follows_the_words(
    session: Session, actor: Actor, claim: Claim
) -> None:
    move(session, claim, actor, {CONTENT: ((86, 107),)})
    assert claim.wording == "Ana Silva: “We will grow again.”"
    assert "we will grow" in claim.search_text


def test_a_wording_that_a_person_wrote_stays(
    session: Session, actor: Actor, article: Article
) -> None:
    claim = make_claim(session, article=article, wording="Varna is busy.")
    move(session, claim, actor, {CONTENT: ((86, 107),)})
    assert claim.wording == "Varna is busy."


@pytest.mark.parametrize(
    ("spans", "field", "message"),
    [
        ({CONTENT: ()}, "content", "select the words"),
        ({CONTENT: ((-1, 5),)}, "content", "not in this text"),
        ({CONTENT: ((0, 10_000),)}, "content", "not in this text"),
        ({CONTENT: ((9, 9),)}, "content", "not in this text"),
        ({CONTENT: ((53, 3),)}, "content", "not in this text"),
        ({CONTENT: ((84, 86),)}, "content", "no words"),
        ({CONTENT: ((0, 20), (10, 30))}, "content", "overlap"),
        ({CUE: ((0, 2**70),)}, "cue", "not in this text"),
    ],
)
def test_stretches_that_do_not_fit_are_refused_with_advice(
    session: Session, actor: Actor, claim: Claim, spans: Spans, field: str, message: str
) -> None:
    with pytest.raises(InvalidEdit, match=message) as refused:
        move(session, claim, actor, spans)
    assert refused.value.field == field
    assert claim.stretches(CONTENT) == (MOVED,)


def test_claims_may_overlap(session: Session, actor: Actor, claim: Claim) -> None:
    draft = ClaimDraft(claim.article_version_id, {CONTENT: (MOVED,)})
    other = claims.add(session, draft, actor=actor, at=NOON)
    assert other.stretches(CONTENT) == claim.stretches(CONTENT)


def test_somebody_faster_is_not_overwritten(session: Session, actor: Actor, claim: Claim) -> None:
    number = claim.edit_number
    move(session, claim, actor, {CONTENT: ((4, 53),)})
    with pytest.raises(StaleEdit) as refused:
        move(session, claim, actor, {CONTENT: ((0, 17),)}, edit_number=number)
    assert refused.value.current["content"] == TEXT[4:53]
    assert refused.value.attempted == {"content": "0–17"}


@pytest.mark.parametrize("stage", [Stage.IN_REVIEW, Stage.PUBLISHED, Stage.DECLINED])
def test_a_claim_that_is_no_longer_open_keeps_its_words(
    session: Session, actor: Actor, article: Article, stage: Stage
) -> None:
    claim = make_claim(session, article=article, stage=stage)
    with pytest.raises(TransitionRefused, match="move it back"):
        move(session, claim, actor, {CONTENT: ((4, 53),)})
    with pytest.raises(TransitionRefused, match="move it back"):
        boundaries.split(
            session, claim.id, 17, edit_number=claim.edit_number, actor=actor, at=LATER
        )


def split(session: Session, claim: Claim, actor: Actor, offset: int) -> Claim:
    return boundaries.split(
        session, claim.id, offset, edit_number=claim.edit_number, actor=actor, at=LATER
    )


def test_a_split_cuts_the_words_and_keeps_the_speaker(
    session: Session, actor: Actor, claim: Claim
) -> None:
    claim.speech_act, claim.medium = SpeechAct.WARNS, "X"
    session.flush()
    behind = split(session, claim, actor, 23)
    session.expire_all()
    assert claim.words(CONTENT) == "The port of Varna moved"
    assert behind.words(CONTENT) == "nine million tonnes last year"
    assert (behind.words(CUE), behind.words(SOURCE)) == ("said", "Ana Silva")
    assert behind.speaker_id == claim.speaker_id
    assert (behind.speech_act, behind.medium) == (SpeechAct.WARNS, "X")
    assert (behind.stage, behind.origin) == (Stage.NEW, Origin.HUMAN)
    assert (behind.split_from_id, behind.position) == (claim.id, 24)


def test_a_split_stands_in_both_histories(session: Session, actor: Actor, claim: Claim) -> None:
    behind = split(session, claim, actor, 23)
    assert history.of(session, "claim", claim.id)[0].action == "claim.split"
    (event,) = history.of(session, "claim", behind.id)
    assert event.changes["split_from_id"] == [None, claim.id]


def test_a_split_between_two_pieces_parts_them(
    session: Session, actor: Actor, claim: Claim
) -> None:
    move(session, claim, actor, {CONTENT: (MOVED, (86, 107))})
    behind = split(session, claim, actor, 70)
    assert (claim.stretches(CONTENT), behind.stretches(CONTENT)) == ((MOVED,), ((86, 107),))
    assert (claim.kind, behind.kind) == (ClaimKind.INDIRECT, ClaimKind.DIRECT)


@pytest.mark.parametrize("offset", [-3, 0, 53, 54, 10_000])
def test_a_split_needs_words_on_both_sides(
    session: Session, actor: Actor, claim: Claim, offset: int
) -> None:
    with pytest.raises(InvalidEdit, match="both sides") as refused:
        split(session, claim, actor, offset)
    assert refused.value.field == "offset"


def merge(session: Session, claim: Claim, other: Claim, actor: Actor) -> Claim:
    return boundaries.merge(
        session, claim.id, other.id, edit_number=claim.edit_number, actor=actor, at=LATER
    )


def test_merging_takes_in_the_words_and_declines_the_other(
    session: Session, actor: Actor, claim: Claim
) -> None:
    other = split(session, claim, actor, 23)
    assert merge(session, claim, other, actor) is claim
    assert claim.stretches(CONTENT) == (MOVED,)
    assert claim.wording.startswith("Ana Silva said that the port of Varna moved nine")
    assert (other.stage, other.checkability) == (Stage.DECLINED, Checkability.DUPLICATE)
    assert other.merged_into_id == claim.id
    assert other.stretches(CONTENT) == ((24, 53),)
    assert history.of(session, "claim", claim.id)[0].changes["merged_from_id"] == [None, other.id]
    assert history.of(session, "claim", other.id)[0].note == f"merged into claim {claim.id}"


def test_a_merged_claim_that_is_taken_up_again_stands_alone(
    session: Session, actor: Actor, claim: Claim
) -> None:
    other = split(session, claim, actor, 23)
    merge(session, claim, other, actor)
    review.advance(session, other, Stage.NEW, actor=actor, at=LATER, note="two after all")
    assert other.merged_into_id is None


def test_a_claim_is_not_merged_with_itself(session: Session, actor: Actor, claim: Claim) -> None:
    with pytest.raises(MergeRefused, match="itself"):
        merge(session, claim, claim, actor)


def test_claims_of_two_articles_stay_two(session: Session, actor: Actor, claim: Claim) -> None:
    with pytest.raises(MergeRefused, match="different texts"):
        merge(session, claim, make_claim(session), actor)


def test_a_claim_whose_checking_has_begun_is_not_merged_away(
    session: Session, actor: Actor, claim: Claim, article: Article
) -> None:
    other = make_claim(session, article=article, stage=Stage.IN_PROGRESS)
    with pytest.raises(TransitionRefused, match="cannot become declined"):
        merge(session, claim, other, actor)
    assert claim.stretches(CONTENT) == (MOVED,)
