"""Quotation marks of every make find their partners, and strays harm nobody."""

import pytest

from tracker.extraction.candidates import Span
from tracker.extraction.quotes import find_quotes


def quoted(text: str) -> list[str]:
    """Return what stands in quotation marks in a text of one paragraph."""
    return [quote.span.cut(text) for quote in find_quotes(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ('"Come in," he said. "Sit."', ['"Come in,"', '"Sit."']),
        ("“Come in,” he said.", ["“Come in,”"]),
        ("''Come in,'' he said.", ["''Come in,''"]),
        ("``Come in,'' he said.", ["``Come in,''"]),
        ("«Oui», dit-il.", ["«Oui»"]),
        ("« Oui », dit-il.", ["« Oui »"]),
        ("„Ja“, sagte er.", ["„Ja“"]),
        ("Ferry ‘will return’ in May", ["‘will return’"]),
        ("Ferry 'will return' in May", ["'will return'"]),
        ("(“x”)—“y”", ["“x”", "“y”"]),
    ],
)
def test_each_pair_of_marks_is_a_quotation(text, quotes):
    assert quoted(text) == quotes


def test_a_quotation_inside_a_quotation_belongs_to_the_outer_one():
    assert quoted("“She said ‘no’ to it,” he said.") == ["“She said ‘no’ to it,”"]
    assert quoted("“A “b” c” d") == ["“A “b” c”"]


def test_an_unclosed_quotation_ends_with_its_paragraph():
    (quote,) = find_quotes("He said: “We go", Span(0, 15))
    assert not quote.closed
    assert quote.span == Span(9, 15)


def test_a_mark_of_the_wrong_shape_opens_where_it_stands_like_an_opening_one():
    assert quoted("”Wrong,” she said. “Right.“") == ["”Wrong,”", "“Right.“"]


@pytest.mark.parametrize("text", ["the mayor's dogs' bowls", "rock 'n roll", "a 6'2\" man", "’90s"])
def test_apostrophes_and_inches_are_no_quotations(text):
    assert quoted(text) == []
