"""No text is too odd to be read, or it is refused at once and in words."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.extraction import MAX_CHARACTERS, TextRefused, extract, sentences
from tracker.extraction.segments import MAX_SENTENCE, tame

pytestmark = pytest.mark.slow

#: Of the processor: how long it takes by the clock is up to whoever shares the machine.
SECONDS = 8
#: What takes longer than an ordinary text takes longer still with every sign more.
SIZE = 20_000

HOSTILE = {
    "nothing": "",
    "white space": " \n\t ",
    "one line": "Rents rose, the mayor said",
    "no sentence end": "she said that " * 3000,
    "opening brackets": "(" * 20_000,
    "quotation marks": '"' * 20_000,
    "opening quotations": "“" * 100_000,
    "one endless word": "a" * MAX_CHARACTERS,
    "full stops": ". " * (SIZE // 2),
    "titles": "Mr. " * (SIZE // 4),
    "short quotations": '" a' * (SIZE // 3),
    "short lines of speech": 'A: "b c," ' * (SIZE // 10),
    "many statements": '"A b," said Bob Jones. ' * (SIZE // 23),
    "names without end": "Anna Bell " * (SIZE // 10),
    "NUL": "He said “a\0b c,” and\0 she said no.",
    "half a sign": "\ud800 “We \udfff know,” Ada Moss said.",
    "right to left": "\u202e“אבג דהו,”\u202c he said \u200f.",
    "emoji": "“😀 is fine, 👍🏽,” said 👩‍👩‍👧 Bob Smith.",
    "line ends": "\r\n\u2028\u0085" * 10_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_read_in_seconds(text):
    extract("A first text loads the model, she said.")
    begun = time.process_time()
    extract(text)
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize("size", [MAX_CHARACTERS + 1, 5_000_000])
def test_a_text_that_is_too_long_is_refused_at_once_with_the_reason(size):
    begun = time.process_time()
    with pytest.raises(TextRefused, match="characters; at most"):
        extract("a" * size)
    assert time.process_time() - begun < 0.2


MARKS = st.sampled_from([*"\"'“”‘’«»„()[]:,.?!—- \n\t…", "''", "``", "\u202e", "\ud800", "\0"])
PHRASES = """
he|she|said|told|that|according to|Noem|President|Kristi|the mayor|of|a statement|on X|claim|his
by threatening|was quoted as saying|and|Mr.|Sen.|U.S.|Smith,|who|which|they|dijo|que|según|laut|25%
😀
"""
WORDS = st.sampled_from(PHRASES.replace("\n", "|").strip("|").split("|"))
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.one_of(MARKS, WORDS, st.just(" ")), max_size=80).map("".join),
    st.lists(st.one_of(MARKS, WORDS), max_size=60).map(" ".join),
)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, language=st.sampled_from(["en", "es", "fr", "de", "pt", "xx"]))
def test_every_span_lies_in_the_text_and_holds_its_wording(text, language):
    for found in extract(text, language=language):
        for span in (*found.content, *found.cue, *found.source):
            assert 0 <= span.start < span.end <= len(text)
        assert found.text == " ".join(text[span.start : span.end] for span in found.content)
        assert list(found.content) == sorted(found.content)
        assert found.kind in {"direct", "mixed", "indirect"}
        assert 0 <= found.confidence <= 1


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_statements_come_in_reading_order(text):
    starts = [found.content[0].start for found in extract(text)]
    assert starts == sorted(starts)


@given(text=TEXTS)
def test_sentences_follow_one_another_and_leave_only_white_space_out(text):
    end, left = 0, []
    for sentence in sentences(text):
        assert sentence.start >= end
        left.append(text[end : sentence.start])
        end = sentence.end
    assert not "".join([*left, text[end:]]).strip()


@given(text=TEXTS)
def test_a_tamed_text_is_as_long_as_its_original(text):
    assert len(tame(text)) == len(text)


def test_a_sentence_without_an_end_is_cut_at_a_space():
    assert {span.end - span.start <= MAX_SENTENCE for span in sentences("word " * 2000)} == {True}
