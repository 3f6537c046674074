"""Places in a text: found by words, moved by words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.web.texts.passages import (
    Edge,
    find,
    gaps,
    nearest,
    nudge,
    read_stretches,
    snap,
    write_stretches,
)

TEXT = 'The mayor said: "Rents rose 1,700 euros."\nThe mayor said so twice.'


def test_a_passage_is_found_where_it_stands():
    (found,) = find(TEXT, "Rents rose")
    assert (found.start, found.end, found.words) == (17, 27, "Rents rose")
    assert found.before.endswith('said: "')
    assert found.after.startswith(" 1,700")


def test_a_passage_is_found_although_space_and_quotation_marks_differ():
    (found,) = find(TEXT, "“Rents\n  rose   1,700 euros.”")
    assert TEXT[found.start : found.end] == '"Rents rose 1,700 euros."'


def test_a_passage_that_stands_twice_is_found_twice():
    assert [found.start for found in find(TEXT, "The mayor said")] == [0, 42]


@pytest.mark.parametrize("passage", ["", "  \n", "The mayor sang", "rents rose"])
def test_a_passage_that_is_not_there_is_not_found(passage):
    assert find(TEXT, passage) == []


def test_no_more_places_are_shown_than_anybody_would_compare():
    assert len(find("ha " * 500, "ha")) == 20


def test_words_that_read_like_a_pattern_are_only_words():
    assert [found.start for found in find("a (b+)* c", "(b+)*")] == [2]


def test_the_nearest_of_two_places_is_chosen():
    assert nearest(TEXT, "The mayor", (60, 64)) == (42, 51)
    assert nearest(TEXT, "The mayor", (17, 27)) == (0, 9)
    assert nearest(TEXT, "nobody", (17, 27)) is None


@pytest.mark.parametrize(
    ("edge", "by", "words"),
    [
        (Edge.START, -1, '"Rents rose'),
        (Edge.START, 1, "rose"),
        (Edge.END, 1, "Rents rose 1,700"),
        (Edge.END, -1, "Rents"),
    ],
)
def test_an_end_moves_by_one_word(edge, by, words):
    start, end = nudge(TEXT, (17, 27), edge, by)
    assert TEXT[start:end] == words


@pytest.mark.parametrize(
    ("stretch", "edge", "by"),
    [((0, 3), Edge.START, -1), ((0, 3), Edge.START, 1), ((0, 3), Edge.END, -1)],
)
def test_an_end_stays_where_no_word_is_left(stretch, edge, by):
    assert nudge(TEXT, stretch, edge, by) == stretch


@given(st.text(max_size=80), st.integers(0, 80), st.integers(1, 80), st.sampled_from(Edge))
def test_a_stretch_that_moves_never_empties_or_leaves_the_text(text, start, length, edge):
    end = min(start + length, len(text))
    if start < end:
        for by in (-1, 1):
            new_start, new_end = nudge(text, (start, end), edge, by)
            assert 0 <= new_start < new_end <= len(text)


@pytest.mark.parametrize(
    ("selected", "words"),
    [("ents ro", "Rents rose"), (" rose ", "rose"), (',700 euros."', '1,700 euros."')],
)
def test_a_selection_widens_to_whole_words(selected, words):
    start = TEXT.index(selected)
    start, end = snap(TEXT, (start, start + len(selected)))
    assert TEXT[start:end] == words


def test_a_selection_without_words_stays():
    assert snap("a   b", (1, 3)) == (1, 3)


def test_a_claim_can_be_cut_between_any_two_words():
    found = gaps(TEXT, [(17, 40)])
    assert [(TEXT[gap.offset :].split(maxsplit=1)[0], gap.words) for gap in found] == [
        ("rose", "Rents"),
        ("1,700", "rose"),
        ('euros."', "1,700"),
    ]


def test_a_cut_may_fall_between_two_pieces_and_a_pause_is_marked():
    found = gaps("Yes, he said, no.", [(0, 4), (14, 17)])
    assert [(gap.offset, gap.is_pause) for gap in found] == [(14, True)]


@given(st.lists(st.tuples(st.integers(0, 999), st.integers(1000, 9999)), max_size=5))
def test_stretches_come_back_from_an_address_as_they_went(stretches):
    assert read_stretches(write_stretches(stretches)) == tuple(stretches)


@pytest.mark.parametrize("written", ["", "x", "5-3", "5-5", "-1-4", "1-2-3", "99999999999-1"])
def test_what_is_no_stretch_is_left_out(written):
    assert read_stretches(written) == ()
