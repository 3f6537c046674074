"""Messages are English texts that can be said in another language, with their values."""

import pytest

from tracker.domain.errors import InvalidEdit, NotFound, TransitionRefused
from tracker.domain.messages import Message, Term, say, unpack
from tracker.domain.vocabulary import Stage

SPANISH = {
    "claim %(number)d is %(stage)s": "la afirmación %(number)d está en %(stage)s",
    "In review": "Revisión",
    "%(count)s row": "%(count)s fila",
    "%(count)s rows": "%(count)s filas",
    "to %(verb)s, %(reasons)s": "para %(verb)s, %(reasons)s",
    "Approve": "Aprobar",
    "explain the verdict": "explique el veredicto",
    "not %(most)s": "no %(most)s",
}


class Spanish:
    def gettext(self, text: str) -> str:
        return SPANISH[text]

    def ngettext(self, one: str, many: str, count: int) -> str:
        return SPANISH[one if count == 1 else many]

    def number(self, count: int) -> str:
        return f"{count:,}".replace(",", ".")


MESSAGES = [
    (
        Message("claim %(number)d is %(stage)s", number=1234, stage=Stage.IN_REVIEW),
        "claim 1234 is in review",
        "la afirmación 1234 está en revisión",
    ),
    (Message("%(count)s row", "%(count)s rows", count=1), "1 row", "1 fila"),
    (Message("%(count)s row", "%(count)s rows", count=5000), "5,000 rows", "5.000 filas"),
    (
        Message(
            "to %(verb)s, %(reasons)s",
            verb=Term("Approve"),
            reasons=[Message("explain the verdict"), Message("not %(most)s", most="50 %")],
        ),
        "to approve, explain the verdict; not 50 %",
        "para aprobar, explique el veredicto; no 50 %",
    ),
    (Message("explain the verdict"), "explain the verdict", "explique el veredicto"),
]


@pytest.mark.parametrize(("message", "english", "spanish"), MESSAGES)
def test_a_message_is_its_english_text_and_is_said_in_others(
    message: Message, english: str, spanish: str
) -> None:
    assert message == english
    assert say(message, Spanish()) == spanish


@pytest.mark.parametrize("message", [row[0] for row in MESSAGES])
def test_a_packed_message_comes_back_whole(message: Message) -> None:
    again = unpack(message.pack())
    assert again == message
    assert say(again, Spanish()) == say(message, Spanish())


def test_a_message_without_values_is_packed_as_its_words() -> None:
    assert Message("explain the verdict").pack() == "explain the verdict"


def test_several_words_are_listed() -> None:
    assert Message("one of %(names)s", names=("csv", "json")) == "one of csv, json"


def test_a_refusal_reads_as_a_text_and_keeps_its_message() -> None:
    refused = TransitionRefused("claim %(number)d is %(stage)s", number=3, stage=Stage.NEW)
    assert str(refused) == "claim 3 is accepted"
    assert refused.message.values == {"number": 3, "stage": "Accepted"}


def test_a_refusal_hands_its_message_on_to_another() -> None:
    inner = NotFound("claim %(number)d is %(stage)s", number=3, stage=Stage.IN_REVIEW)
    outer = InvalidEdit("claim", inner.message)
    assert outer.field == "claim"
    assert say(outer.message, Spanish()) == "la afirmación 3 está en revisión"


def test_a_text_with_a_percent_sign_and_no_values_stands_as_it_is() -> None:
    assert str(NotFound("100 % of it")) == "100 % of it"
