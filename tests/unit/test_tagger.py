"""The trained tagger: its files are whole, its offsets are sound, and nothing makes it fail."""

import hashlib
import json
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.extraction.encoding import (
    CLOSING,
    INSIDE,
    INSIDE_SINGLE,
    OPENING,
    OUTSIDE,
    encode,
    quote_events,
)
from tracker.extraction.tagger import RawAttribution, load, tag

pytest.importorskip("onnxruntime")
pytest.importorskip("tokenizers")

WEIGHTS = resources.files("tracker.extraction") / "weights"
LIMIT = 30 * 1024 * 1024


def spans_of(attribution: RawAttribution) -> tuple[tuple[int, int], ...]:
    return attribution.content + attribution.cue + attribution.source


def read(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    return " … ".join(text[start:end] for start, end in spans)


def test_the_files_are_the_ones_that_were_trained() -> None:
    config = json.loads((WEIGHTS / "config.json").read_text("utf-8"))
    assert set(config["sha256"]) == {"model.int8.onnx", "tokenizer.json"}
    for name, checksum in config["sha256"].items():
        assert hashlib.sha256((WEIGHTS / name).read_bytes()).hexdigest() == checksum


def test_the_files_are_small_enough_to_ship() -> None:
    assert sum(len(file.read_bytes()) for file in WEIGHTS.iterdir() if file.is_file()) <= LIMIT


SENTENCES = [
    (
        "The bridge will open in May, the harbour master said on Monday.",
        "The bridge will open in May",
        "the harbour master",
    ),
    (
        "“We have run out of patience with the ferry company,” said Ingrid Solheim, the mayor.",
        "“We have run out of patience with the ferry company,”",
        "Ingrid Solheim, the mayor",
    ),
    (
        "Ms Okafor told reporters that the clinic had treated 4,000 patients since January.",
        "that the clinic had treated 4,000 patients since January",
        "Ms Okafor",
    ),
    (
        "According to the ministry, exports fell by nine per cent last year.",
        "exports fell by nine per cent last year",
        "the ministry",
    ),
]


@pytest.mark.parametrize(("text", "content", "source"), SENTENCES)
def test_plain_statements_are_found(text: str, content: str, source: str) -> None:
    (found,) = tag([text])[0]
    assert read(text, found.content).rstrip(".,") == content.rstrip(".,")
    assert read(text, found.source).rstrip(",") == source
    assert found.statement > 0.5


def test_a_sentence_without_a_speaker_gives_nothing() -> None:
    assert tag(["The train to the coast leaves at nine."]) == [[]]


HOSTILE = [
    "",
    "\0",
    "a\0b said",
    "😀 “Hi,” said 😀.",
    "\u200f“שלום” אמר\u202e",
    "x" * 20_000,
    "\ud800 said “a\udfff”",
    " \n\n ",
    '"' * 5_000,
    "’" * 5_000,
    "[CLS] said [SEP] [MASK]",
    "ﬁ said “Straße İ” ",
    "\r\n said “hi”\r\n",
    "\ufeff\u00ad\u2028“Yes,” she said.\u2029",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_do_no_harm(text: str) -> None:
    for attribution in tag([text])[0]:
        assert all(0 <= start < end <= len(text) for start, end in spans_of(attribution))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=300), max_size=4))
def test_offsets_lie_in_the_text_and_roles_apart(texts: list[str]) -> None:
    for text, found in zip(texts, tag(texts), strict=True):
        for attribution in found:
            assert attribution.content
            assert 0.0 <= attribution.confidence <= 1.0
            assert 0.0 <= attribution.statement <= 1.0
            assert all(0 <= start < end <= len(text) for start, end in spans_of(attribution))


def test_a_text_gives_the_same_alone_and_in_company() -> None:
    texts = [text for text, _, _ in SENTENCES]
    together = [[spans_of(one) for one in found] for found in tag(texts)]
    alone = [[spans_of(one) for one in tag([text])[0]] for text in texts]
    assert together == alone


def test_pieces_point_into_the_text() -> None:
    text = "İstanbul’da “Evet”\n\nNATO 4,5"
    pieces = encode(text, load().tokenizer)
    assert len(pieces) == len(pieces.start) == len(pieces.quote)
    assert (pieces.end > pieces.start).all()
    assert pieces.gap[0] == 3


def states(text: str) -> list[tuple[int, int]]:
    return [(label, state) for _, _, label, state in quote_events(text)]


def test_curly_marks_open_and_close() -> None:
    assert states("“a” b") == [(OPENING, INSIDE), (CLOSING, OUTSIDE)]


def test_a_closing_mark_that_opens_is_seen_for_what_it_does() -> None:
    assert states("He said ”yes” then") == [(OPENING, INSIDE), (CLOSING, OUTSIDE)]


def test_two_straight_single_marks_are_a_double_one() -> None:
    assert states("''yes'' she said") == [(OPENING, INSIDE), (CLOSING, OUTSIDE)]


def test_a_line_break_ends_a_quotation_left_open() -> None:
    assert states('"one\n"two"')[1] == (OUTSIDE, OUTSIDE)


def test_an_apostrophe_is_no_quotation() -> None:
    assert states("the players’ bus") == [(OUTSIDE, OUTSIDE)]


def test_single_marks_count_in_pairs() -> None:
    assert states("he said ‘it’s on’ again") == [
        (OPENING, INSIDE_SINGLE),
        (CLOSING, OUTSIDE),
    ]
