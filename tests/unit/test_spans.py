"""Stretches of a text: cut exactly, united, divided, and judged by their quotation marks."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import ClaimKind, SpanPart
from tracker.services.editing import spans

CONTENT = SpanPart.CONTENT


@given(st.text(min_size=1, max_size=80), st.data())
def test_the_quote_is_the_text_between_its_offsets(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start:end].strip():
        with pytest.raises(InvalidEdit, match="no words"):
            spans.make(text, {CONTENT: ((start, end),)})
        return
    (piece,) = spans.make(text, {CONTENT: ((start, end),)})
    assert text[piece.start : piece.end] == piece.quote == text[start:end].strip()
    assert text[: piece.start].endswith(piece.prefix)
    assert text[piece.end :].startswith(piece.suffix)
    assert len(piece.prefix) <= spans.SURROUNDINGS >= len(piece.suffix)


stretch = st.tuples(st.integers(0, 40), st.integers(1, 10)).map(lambda p: (p[0], p[0] + p[1]))


@given(st.lists(stretch), st.lists(stretch))
def test_the_union_covers_what_either_covers_and_nothing_else(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    united = spans.united(one, other)
    assert places(united) == places(one) | places(other)
    assert all(a[1] <= b[0] for a, b in pairwise(united))


def places(stretches: list[tuple[int, int]] | tuple[tuple[int, int], ...]) -> set[int]:
    return {place for start, end in stretches for place in range(start, end)}


@given(st.integers(-5, 60))
def test_dividing_loses_no_word(offset: int) -> None:
    text = "The port of Varna moved nine million tonnes last year"
    try:
        front, back = spans.divided(text, ((0, 17), (18, 53)), offset)
    except InvalidEdit:
        assert offset <= 0 or offset >= len(text)
        return
    words = "".join(text[start:end] for start, end in (*front, *back))
    assert words.replace(" ", "") == text.replace(" ", "")
    assert max(end for _start, end in front) <= offset <= min(start for start, _end in back)


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        (((0, 10),), ((0, 10),), 1.0),
        (((0, 10),), ((5, 25),), 0.5),
        (((0, 10),), ((10, 20),), 0.0),
        (((0, 4), (6, 10)), ((0, 100),), 1.0),
        ((), ((0, 10),), 0.0),
    ],
)
def test_what_two_share_is_measured_on_the_shorter(
    one: tuple[tuple[int, int], ...], other: tuple[tuple[int, int], ...], share: float
) -> None:
    assert spans.shared(one, other) == share


def test_pieces_that_only_space_separates_are_one() -> None:
    assert spans.without_gaps("one two, three", ((0, 3), (4, 7), (9, 14))) == ((0, 7), (9, 14))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[The port is shut]", ClaimKind.INDIRECT),
        ("[“The port is shut,”] she said", ClaimKind.DIRECT),
        ("“Yes. [The port is shut.] Go home.”", ClaimKind.DIRECT),
        ('He said ["the port" is shut]', ClaimKind.MIXED),
        ("[« Le port est clos »]", ClaimKind.DIRECT),
        ("“Never closed\n\n[The port is shut]", ClaimKind.INDIRECT),
        ("[…]", ClaimKind.INDIRECT),
    ],
)
def test_the_kind_is_read_from_the_quotation_marks(text: str, kind: ClaimKind) -> None:
    start, end = text.index("["), text.index("]") - 1
    bare = text.replace("[", "").replace("]", "")
    assert spans.kind_of(bare, ((start, end),)) is kind
