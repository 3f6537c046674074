"""Cutting a text into segments that a page can mark."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.vocabulary import SpanPart
from tracker.web.texts.highlighting import CONTROLS, Mark, cut, lanes, paragraphs

CONTENT, CUE, SOURCE = SpanPart.CONTENT, SpanPart.CUE, SpanPart.SOURCE

texts = st.text(
    st.one_of(
        st.characters(), st.sampled_from(["\n", "\u202e", "😀", "\u0301", "<", "&", "\u2028"])
    )
)
marks = st.lists(
    st.builds(
        Mark,
        claim=st.integers(1, 5),
        part=st.sampled_from(SpanPart),
        start=st.integers(-3, 40),
        end=st.integers(-3, 60),
    ),
    max_size=12,
)


@given(texts, marks)
def test_the_segments_joined_are_the_text(text, marks):
    assert "".join(segment.text for segment in cut(text, marks)) == text


@given(texts, marks)
def test_every_segment_stands_where_it_says(text, marks):
    for segment in cut(text, marks):
        assert text[segment.start : segment.end] == segment.text != ""


@given(texts, marks)
def test_a_segment_carries_exactly_the_marks_that_cover_it(text, marks):
    for segment in cut(text, marks):
        covering = {m for m in marks if m.start <= segment.start and segment.end <= m.end}
        touching = {
            m for m in marks if m.start < m.end and m.start < segment.end and segment.start < m.end
        }
        assert set(segment.marks) == covering == touching


@given(texts, marks)
def test_a_claim_opens_once_where_its_content_is_first_seen(text, marks):
    opened = [claim for segment in cut(text, marks) for claim in segment.opens]
    visible = {
        mark.claim
        for segment in cut(text, marks)
        if not segment.is_break
        for mark in segment.marks
        if mark.part is CONTENT
    }
    assert sorted(opened) == sorted(visible)


@given(texts, marks)
def test_paragraphs_hold_all_segments_but_the_breaks(text, marks):
    segments = cut(text, marks)
    kept = [segment for paragraph in paragraphs(segments) for segment in paragraph.segments]
    assert kept == [segment for segment in segments if not segment.is_break]


def test_overlapping_claims_share_the_segment_in_the_middle():
    text = "He said she lied again."
    found = cut(text, [Mark(1, CONTENT, 3, 16), Mark(2, CONTENT, 8, 22)])
    assert [(s.text, [m.claim for m in s.marks]) for s in found] == [
        ("He ", []),
        ("said ", [1]),
        ("she lied", [1, 2]),
        (" again", [2]),
        (".", []),
    ]


def test_a_split_quote_opens_at_its_first_piece_only():
    text = '"Yes," she said, "we will."'
    found = cut(text, [Mark(7, CONTENT, 0, 6), Mark(7, CONTENT, 17, 27), Mark(7, CUE, 11, 15)])
    assert [segment.text for segment in found if segment.opens] == ['"Yes,"']


def test_a_wider_mark_comes_before_the_one_inside_it():
    found = cut("abcdef", [Mark(2, SOURCE, 0, 3), Mark(1, CONTENT, 0, 6)])
    assert [mark.claim for mark in found[0].marks] == [1, 2]


def test_a_claim_over_two_paragraphs_is_marked_in_both():
    found = paragraphs(cut("One.\n\nTwo.", [Mark(1, CONTENT, 0, 10)]))
    assert [p.segments[0].text for p in found] == ["One.", "Two."]
    assert all(p.segments[0].marks for p in found)


def test_a_control_that_turns_the_text_around_stands_alone_and_has_a_name():
    found = cut("a\u202eb", [])
    assert [segment.control for segment in found] == [None, "RLO", None]
    assert found[1].control_name == "right-to-left override"


def test_every_control_has_a_full_name():
    for sign in CONTROLS:
        assert cut(sign, [])[0].control_name


def test_claims_that_overlap_get_lanes_of_their_own_and_the_next_starts_at_the_top():
    chosen = lanes([Mark(1, CONTENT, 0, 20), Mark(2, CONTENT, 5, 10), Mark(3, CONTENT, 20, 30)])
    assert chosen == {1: 0, 2: 1, 3: 0}


def test_cues_and_sources_need_no_lane():
    assert lanes([Mark(1, CUE, 0, 5), Mark(2, SOURCE, 0, 5)]) == {}


@given(marks)
def test_no_two_claims_that_overlap_share_a_lane(marks):
    chosen = lanes(marks)
    usable = [mark for mark in marks if mark.part is CONTENT and mark.start < mark.end]
    for one in usable:
        for other in usable:
            if one.claim != other.claim and one.start < other.end and other.start < one.end:
                assert chosen[one.claim] != chosen[other.claim]


def test_how_far_down_a_place_is_counts_in_thousandths():
    (paragraph,) = paragraphs(cut("\n0123456789", []))
    assert [paragraph.share(at) for at in (-5, 1, 6, 11, 99)] == [0, 0, 500, 1000, 1000]
