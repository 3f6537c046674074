"""A question is read as people mean it, and finds the same words whatever the script."""

import pytest

from tracker.domain.searching import Piece, Term, fits, marked, searched_text, terms


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("The PORT of Łódź — “9,000” ships", "the port of łodz 9 000 ships"),
        ("O’Neil's e-mail_address", "o neil s e mail address"),
        ("ﬁnance ２０２５", "finance 2025"),
        ("Straße", "strasse"),
        ("東京は大きい", "東 京 は 大 き い"),
        ("हिन्दी में", "हिनदी में"),
        ("%_\\'\"*()", ""),
    ],
)
def test_a_text_is_kept_by_its_words_alone(text: str, kept: str) -> None:
    assert searched_text(text) == kept


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Tariff 2025", (Term(("tariff",), is_open=True), Term(("2025",)))),
        ('"said that" a', (Term(("said", "that")), Term(("a",)))),
        ("“nine million” tonnes", (Term(("nine", "million")), Term(("tonnes",), is_open=True))),
        ('"never closed', (Term(("never",), is_open=True), Term(("closed",), is_open=True))),
        ("O'Neil", (Term(("o", "neil"), is_open=True),)),
        ("NOT port* OR", tuple(Term((w,), is_open=True) for w in ("not", "port", "or"))),
        ("%", ()),
    ],
)
def test_a_question_has_words_phrases_and_nothing_else(
    question: str, asked: tuple[Term, ...]
) -> None:
    assert terms(question) == asked


@pytest.mark.parametrize(
    ("question", "is_found"),
    [
        ("tonne", True),
        ("onnes", False),
        ('"tonne"', False),
        ('"nine million"', True),
        ('"million nine"', False),
        ("million nine", True),
        ("9", False),
        ("", True),
        ("%", False),
    ],
)
def test_what_is_asked_for_must_all_stand_there(question: str, *, is_found: bool) -> None:
    assert fits(question, "The port moved nine million tonnes.") is is_found


def test_found_words_are_marked_and_the_text_stays_the_text() -> None:
    text = "Ports said: “The Port moved 9,000 tonnes.”"
    pieces = marked('port "9,000 tonnes" "moved tonnes"', text)
    assert "".join(piece.words for piece in pieces) == text
    found = [piece.words for piece in pieces if piece.is_found]
    assert found == ["Ports", "Port", "9", "000", "tonnes"]


def test_a_sign_of_a_script_without_spaces_is_marked_alone() -> None:
    assert marked("京は", "東京は大") == [
        Piece("東", False),
        Piece("京は", True),
        Piece("大", False),
    ]


def test_letters_with_accents_of_their_own_are_marked_whole() -> None:
    assert marked("cafe", "Un cafe\u0301 noir")[1] == Piece("cafe\u0301", True)


def test_nothing_is_marked_where_nothing_is_asked() -> None:
    assert marked("", "A port") == [Piece("A port", False)]
    assert marked("", "") == marked("port", "") == []
