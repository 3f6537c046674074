"""An annotation finds its words in the text, or says why it does not; never a wrong place."""

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.imports import AnnotationDraft, Refusal, Selector, UnreadableFile, read
from tracker.imports.anchoring import Orphan, Place, anchor

TEXT = (
    "The mayor said that the bridge is safe. The engineer disagreed.\n\n"
    "“The bridge is safe,” the mayor repeated, while the council said that the bridge is old."
)


def marked(**selector: object) -> Place | Orphan:
    return anchor(TEXT, Selector(**selector))


def test_words_that_stand_once_are_found() -> None:
    place = marked(exact="The engineer disagreed")
    assert isinstance(place, Place)
    assert TEXT[place.start : place.end] == "The engineer disagreed"


def test_words_that_stand_twice_belong_where_their_surroundings_say() -> None:
    place = marked(exact="bridge is safe", prefix="“The ", suffix=",” the mayor")
    assert isinstance(place, Place)
    assert place.start == TEXT.rindex("bridge is safe")


def test_words_that_stand_twice_are_left_alone_without_surroundings() -> None:
    assert isinstance(marked(exact="bridge is safe"), Orphan)


def test_a_position_to_the_letter_settles_which_is_meant() -> None:
    start = TEXT.rindex("bridge is safe")
    place = marked(exact="bridge is safe", start=start, end=start + 14)
    assert isinstance(place, Place)
    assert place.start == start


def test_a_slip_in_the_words_is_forgiven() -> None:
    place = marked(exact="The enginer disagreed", prefix="is safe. ")
    assert isinstance(place, Place)
    assert "engineer" in TEXT[place.start : place.end]


def test_words_that_are_not_there_are_an_orphan() -> None:
    assert isinstance(marked(exact="the hospital will be closed by winter"), Orphan)


def test_a_position_beyond_the_text_is_an_orphan() -> None:
    assert isinstance(marked(start=10, end=10_000), Orphan)


@given(st.text(st.sampled_from("ab c🏠é"), min_size=8, max_size=60), st.integers(0, 50))
def test_words_taken_from_a_text_with_their_position_are_found_there(text: str, start: int) -> None:
    end = start + 5
    assume(end <= len(text) and text[start:end].strip())
    place = anchor(text, Selector(text[start:end], "", "", start, end))
    assert isinstance(place, Place)
    assert (place.start, place.end) == (start, end)


def annotation(**changes: object) -> dict[str, object]:
    return {
        "id": "https://notes.example/1",
        "type": "Annotation",
        "body": [
            {"type": "TextualBody", "purpose": "describing", "value": "The bridge is safe."},
            {"type": "TextualBody", "purpose": "identifying", "value": "The mayor"},
        ],
        "target": {
            "source": "https://news.example/bridge",
            "selector": [
                {"type": "TextPositionSelector", "start": 20, "end": 38},
                {"type": "TextQuoteSelector", "exact": "the bridge is safe", "prefix": "that "},
            ],
        },
    } | changes


def drafted(document: object) -> object:
    return read("annotations", json.dumps(document).encode()).drafts[0]


def test_a_web_annotation_is_read() -> None:
    assert drafted({"type": "AnnotationCollection", "first": {"items": [annotation()]}}) == (
        AnnotationDraft(
            line=1,
            external_id="https://notes.example/1",
            source="https://news.example/bridge",
            selectors=(Selector("the bridge is safe", "that ", "", 20, 38),),
            wording="The bridge is safe.",
            speaker="The mayor",
        )
    )


def test_what_hypothesis_exports_is_read() -> None:
    target = annotation()["target"]
    row = {
        "id": "x1",
        "uri": "https://news.example/bridge",
        "text": "Check this",
        "tags": ["bridges"],
        "target": [target],
    }
    draft = drafted({"total": 1, "rows": [row]})
    assert isinstance(draft, AnnotationDraft)
    assert draft.note == "Check this (bridges)"


def test_a_selector_that_refines_another_counts() -> None:
    selector = {
        "type": "FragmentSelector",
        "value": "p2",
        "refinedBy": {"type": "TextQuoteSelector", "exact": "is safe"},
    }
    draft = drafted([annotation(target={"source": "https://n.example", "selector": selector})])
    assert isinstance(draft, AnnotationDraft)
    assert draft.selectors[0].exact == "is safe"


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ({"source": "https://n.example"}, "marks no words"),
        (
            {
                "source": "https://n.example",
                "selector": {"type": "TextQuoteSelector", "exact": ["a", "b"]},
            },
            "one is allowed",
        ),
        ({"selector": {"type": "TextQuoteSelector", "exact": "a"}}, "which page"),
    ],
)
def test_an_annotation_that_marks_nothing_is_refused(target: object, message: str) -> None:
    draft = drafted([annotation(target=target)])
    assert isinstance(draft, Refusal)
    assert message in draft.message


def test_a_file_without_annotations_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        drafted({"type": "Note"})
