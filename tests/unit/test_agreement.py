"""The coefficients of agreement give what the literature gives for its own examples."""

import pytest

from tracker.domain.agreement import Reading, alpha, kappa, percent, reading


def pairs_of(table: list[list[int]]) -> list[tuple[int, int]]:
    return [
        (row, column)
        for row, counts in enumerate(table, start=1)
        for column, count in enumerate(counts, start=1)
        for _ in range(count)
    ]


#: Two readers of fifty grant proposals, as the textbooks work it out: 20, 5, 10, 15.
PROPOSALS = pairs_of([[20, 5], [10, 15]])
#: Hout, Duncan and Sobel (1987), in Agresti, "Categorical Data Analysis": 91 couples.
COUPLES = pairs_of([[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]])
#: Krippendorff (2011), section C: four observers, twelve units, some values missing.
UNITS = [
    [1, 1, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [5, 5, 5],
    [1, 1],
    [3],
]


def test_percent_agreement_is_the_share_of_equal_pairs():
    assert percent(PROPOSALS) == 0.7
    assert percent([]) is None


def test_kappa_of_two_readers_and_two_answers():
    assert kappa(PROPOSALS) == pytest.approx(0.4)


def test_kappa_of_couples_without_and_with_weights():
    assert kappa(COUPLES) == pytest.approx(0.1293, abs=0.00005)
    assert kappa(COUPLES, ordered=(1, 2, 3, 4)) == pytest.approx(0.2374, abs=0.00005)


def test_alpha_of_krippendorffs_own_example():
    assert alpha(UNITS, ordinal=False) == pytest.approx(0.743, abs=0.0005)
    assert alpha(UNITS) == pytest.approx(0.815, abs=0.0005)


def test_full_agreement_is_one_and_full_disagreement_is_below_nothing():
    same = [(1, 1), (5, 5), (3, 3)]
    crossed = [(1, 5), (5, 1)]
    assert kappa(same, ordered=range(1, 6)) == alpha(same) == 1
    assert kappa(crossed, ordered=range(1, 6)) < 0
    assert alpha(crossed) < 0


def test_where_everybody_says_the_same_nothing_can_be_said():
    assert kappa([(3, 3), (3, 3)], ordered=range(1, 6)) is None
    assert alpha([(3, 3), (3, 3)]) is None
    assert kappa([]) is alpha([]) is None


def test_a_near_miss_weighs_less_than_a_wide_one():
    near = [(1, 2), (3, 3), (5, 5), (1, 1)]
    wide = [(1, 5), (3, 3), (5, 5), (1, 1)]
    assert kappa(near, ordered=range(1, 6)) > kappa(wide, ordered=range(1, 6))
    assert alpha(near) > alpha(wide)


@pytest.mark.parametrize(
    ("pairs", "coefficient", "said"),
    [
        (9, 0.9, Reading.TOO_FEW),
        (10, None, Reading.NO_SPREAD),
        (10, 0.8, Reading.RELIABLE),
        (10, 0.7, Reading.TENTATIVE),
        (10, 0.6, Reading.UNRELIABLE),
    ],
)
def test_what_an_alpha_means(pairs, coefficient, said):
    assert reading(pairs, coefficient) is said
