"""What changed between two wordings, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.web.texts.differences import LONGEST, Fate, Piece, compare


def test_only_the_words_that_changed_are_marked():
    assert compare("Rents rose by 3 percent", "Rents rose by 30 percent") == [
        Piece(Fate.KEPT, "Rents rose by "),
        Piece(Fate.REMOVED, "3"),
        Piece(Fate.ADDED, "30"),
        Piece(Fate.KEPT, " percent"),
    ]


def test_a_first_wording_is_all_added_and_a_deleted_one_all_removed():
    assert compare("", "New.") == [Piece(Fate.ADDED, "New.")]
    assert compare("Old.", "") == [Piece(Fate.REMOVED, "Old.")]
    assert compare("", "") == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_wordings_can_be_read_back(old, new):
    pieces = compare(old, new)
    assert "".join(p.text for p in pieces if p.fate is not Fate.ADDED) == old
    assert "".join(p.text for p in pieces if p.fate is not Fate.REMOVED) == new


def test_texts_too_long_to_compare_are_shown_one_after_the_other():
    old, new = "a " * LONGEST, "b"
    assert compare(old, new) == [Piece(Fate.REMOVED, old), Piece(Fate.ADDED, new)]
