"""What has become of each sentence: the loudest of what stands in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.coverage import Coverage, counts_as, cover, share_of, touched
from tracker.domain.vocabulary import Stage

SENTENCES = [(0, 10), (11, 20), (21, 30), (31, 40)]


def test_a_sentence_says_what_became_of_its_claims() -> None:
    places = [
        (Coverage.CLAIM, (0, 9)),
        (Coverage.DECLINED, (12, 35)),
        (Coverage.PROPOSED, (32, 33)),
    ]
    assert cover(SENTENCES, places) == [
        Coverage.CLAIM,
        Coverage.DECLINED,
        Coverage.DECLINED,
        Coverage.PROPOSED,
    ]


def test_a_sentence_without_a_claim_is_not_yet_seen() -> None:
    assert cover([(0, 5), (5, 9)], [(Coverage.CLAIM, (5, 9))]) == [Coverage.UNSEEN, Coverage.CLAIM]


@given(st.integers(0, 45), st.integers(1, 20))
def test_a_stretch_touches_exactly_the_sentences_it_shares_a_character_with(
    start: int, length: int
) -> None:
    stretch = (start, start + length)
    sharing = [
        number
        for number, (first, last) in enumerate(SENTENCES)
        if first < stretch[1] and stretch[0] < last
    ]
    assert list(touched(SENTENCES, stretch)) == sharing


@pytest.mark.parametrize(
    ("stage", "word"),
    [
        (Stage.PROPOSED, Coverage.PROPOSED),
        (Stage.IN_REVIEW, Coverage.CLAIM),
        (Stage.RETRACTED, Coverage.CLAIM),
        (Stage.DECLINED, Coverage.DECLINED),
        (Stage.ARCHIVED, Coverage.DECLINED),
    ],
)
def test_a_claim_counts_by_its_stage(stage: Stage, word: Coverage) -> None:
    assert counts_as(stage) is word


def test_a_decision_on_other_boundaries_speaks_for_what_it_takes() -> None:
    assert share_of((10, 20), (10, 20)) == 1
    assert share_of((10, 20), (0, 15)) == 0.5
    assert share_of((10, 20), (20, 30)) == 0
