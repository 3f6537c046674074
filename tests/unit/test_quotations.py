"""Quoted words are found again in a text, whatever became of its spaces and quotation marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.quotations import locate, stands_in

TEXT = "First it fell.\n\nThen the minister’s office said: “Rents rose by 3 per cent — again.”"


def test_words_are_found_with_what_surrounds_them():
    found = locate(TEXT, "it fell")
    assert (found.exact, found.prefix, found.start, found.end) == ("it fell", "First ", 6, 13)
    assert found.suffix == TEXT[13:45]


@pytest.mark.parametrize(
    "passage",
    [
        "it fell. Then",
        "the minister's office",
        'said: "Rents',
        "3 per cent - again",
        "  it   fell.\n",
    ],
)
def test_spaces_marks_and_dashes_are_overlooked(passage):
    assert stands_in(TEXT, passage)


@pytest.mark.parametrize("passage", ["", " ", "it Fell", "it fall", "rose by 3 percent", ".*"])
def test_other_words_are_not_found(passage):
    assert not stands_in(TEXT, passage)


def test_of_two_places_the_one_with_the_same_surroundings_counts():
    text = "In May rents rose. In June rents rose. In July rents rose."
    assert locate(text, "rents rose").start == 7
    assert locate(text, "rents rose", prefix="In June ").start == 27
    assert locate(text, "rents rose", prefix="July ", suffix=".").start == 47


@given(st.text(alphabet="ab “’-\n.", min_size=1, max_size=60), st.data())
def test_any_piece_of_a_text_is_found_in_it(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = locate(text, text[start:end], prefix=text[:start], suffix=text[end:])
    assert (found is not None) == bool(text[start:end].strip())
    if found:
        assert text[found.start : found.end] == found.exact
        assert found.exact.split() == text[start:end].split()
