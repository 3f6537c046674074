"""Words are blacked out however they are written, and nothing else is."""

import pytest

from tracker.domain.redaction import Redactor, blacken_places


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Zoë Quimby said so.", "██████████ said so."),
        ("ZOE QUIMBY’S plan", "██████████’S plan"),
        ("“Zoë\nQuimby”, they said", "“███\n██████”, they said"),
        ("Zoe\u0308 Quimby", "███████████"),
        ("/news/zoe-quimby-resigns", "/news/██████████-resigns"),
        ("q=Zo%C3%AB+Quimby", "q=███████████████"),
        ("Zoë Quimbyson and Mizoë Quimby", "Zoë Quimbyson and Mizoë Quimby"),
        ("", ""),
    ],
)
def test_a_name_is_blacked_out_however_it_is_written(text: str, left: str) -> None:
    assert Redactor(("Zoë  Quimby",)).blacken(text) == left


def test_every_place_in_the_text_stays() -> None:
    text = "Zoë Quimby said that Ana Silva knew."
    left = Redactor(("Zoë Quimby",)).blacken(text)
    assert len(left) == len(text)
    assert left.index("Ana") == text.index("Ana")
    assert blacken_places("One two three.", [(4, 7)]) == "One ███ three."


@pytest.mark.parametrize("text", ["安倍晋三首相は述べた", "首相の安倍晋三"])
def test_a_script_without_spaces_is_searched_in_every_place(text: str) -> None:
    assert "安倍" not in Redactor(("安倍晋三",)).blacken(text)


def test_lists_and_mappings_are_gone_through() -> None:
    redactor = Redactor(("Quimby",))
    told = {"speaker": [None, "Quimby"], "Quimby": {"count": 3}}
    assert redactor.blacken(told) == {"speaker": [None, "██████"], "██████": {"count": 3}}
    assert redactor.holds(told)
    assert not redactor.holds({"speaker": [None, "Quimbyson"]})


def test_no_words_find_nothing() -> None:
    assert Redactor(()).blacken("Zoë") == "Zoë"
    assert Redactor(("…",)).blacken("Zoë …") == "Zoë …"


def test_what_a_database_can_look_for_is_told() -> None:
    assert Redactor(("Ana Silva",)).plain_runs() == ["Silva", "silva"]
    assert Redactor(("安倍晋三",)).plain_runs() is None
