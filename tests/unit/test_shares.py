"""Shares and their intervals."""

import pytest

from tracker.domain.shares import Share


@pytest.mark.parametrize(
    ("share", "interval"),
    [
        # Published examples of Wilson's interval.
        (Share(81, 263), (0.2553, 0.3662)),
        (Share(15, 148), (0.0624, 0.1605)),
        (Share(0, 20), (0.0, 0.1611)),
        (Share(1, 29), (0.0061, 0.1718)),
    ],
)
def test_the_interval_is_wilsons(share: Share, interval: tuple[float, float]) -> None:
    assert share.interval == pytest.approx(interval, abs=0.00006)


def test_nothing_of_nothing_is_no_figure() -> None:
    assert Share(0, 0).value is None
    assert Share(0, 0).interval is None


def test_a_part_is_never_more_than_the_whole() -> None:
    with pytest.raises(ValueError, match="3 of 2 is no share"):
        Share(3, 2)


def test_few_cases_are_trusted_less() -> None:
    few, many = Share(9, 10).interval, Share(900, 1000).interval
    assert few is not None
    assert many is not None
    assert few[1] - few[0] > many[1] - many[0]
