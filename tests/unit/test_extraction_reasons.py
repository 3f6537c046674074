"""Why a stretch was taken, as codes that a page can put into sentences."""

from tracker.extraction import extract
from tracker.extraction.candidates import RawAttribution, Span, Speaker
from tracker.extraction.reasons import measured, reason, told

TEXT = "Noem noted that it helped."


def raw(*reasons: str) -> RawAttribution:
    return RawAttribution((Span(11, 25),), (Span(5, 10),), (Span(0, 4),), reasons=reasons)


def test_what_was_measured_gets_the_words_it_is_about() -> None:
    codes = measured(0.9, {"cue": 0.97, "source": 0.92, "length": 3.0})
    assert told(TEXT, raw(*codes), Speaker("Kristi Noem", "person"), is_quoted=False) == (
        "sure|0.90|",
        "cue|0.97|noted",
        "source|0.92|Kristi Noem",
    )


def test_a_reason_about_words_that_are_not_there_is_left_out() -> None:
    alone = RawAttribution((Span(11, 25),), reasons=measured(0.9, {"cue": 0.0, "source": 0.0}))
    assert told(TEXT, alone, None, is_quoted=True) == ("sure|0.90|", "quotation||")


def test_the_language_of_a_second_class_reading_stays_with_its_reason() -> None:
    assert told(TEXT, raw(reason("patterns", words="es")), None, is_quoted=False) == (
        "patterns||es",
    )


def test_the_trained_tagger_gives_its_numbers() -> None:
    (found,) = extract("The minister said that the bridge would be closed for repairs.")
    codes = {one.split("|")[0] for one in found.reasons}
    assert {"sure", "cue", "source", "statement"} <= codes
