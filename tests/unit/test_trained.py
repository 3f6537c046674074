"""What the rules do with the findings of the trained tagger."""

from dataclasses import replace

import pytest

from tracker.extraction.layout import lay_out
from tracker.extraction.tagger import RawAttribution
from tracker.extraction.trained import tidied


def found(text: str, content: str, cue: str, source: str, statement: float = 0.9):
    def spans(part: str):
        start = text.index(part)
        return ((start, start + len(part)),) if part else ()

    return RawAttribution(spans(content), spans(cue), spans(source), 0.8, statement)


def tidy(text: str, *attributions: RawAttribution):
    return [
        tuple(" … ".join(s.cut(text) for s in part) for part in (one.source, one.cue, one.content))
        for one in tidied(lay_out(text), attributions)
    ]


def test_the_medium_belongs_to_the_cue() -> None:
    text = "The strike is over, the union said on Facebook."
    assert tidy(text, found(text, "The strike is over", "said", "the union")) == [
        ("the union", "said on Facebook", "The strike is over")
    ]


def test_a_head_of_state_keeps_the_state() -> None:
    text = "The head of state claimed that the vote was fair."
    assert tidy(text, found(text, "that the vote was fair", "claimed", "The head")) == [
        ("The head of state", "claimed", "that the vote was fair")
    ]


def test_what_was_talked_about_is_no_statement() -> None:
    text = "The ministers discussed the price of milk."
    (one,) = tidied(lay_out(text), [found(text, "the price of milk", "discussed", "The ministers")])
    assert not one.statement


@pytest.mark.parametrize("content", ["her", "all of that", "them"])
def test_a_pronoun_alone_is_no_statement(content: str) -> None:
    text = f"Asked about the bridge, the engineer mentioned {content}."
    (one,) = tidied(lay_out(text), [found(text, content, "mentioned", "the engineer")])
    assert one.statement == (content == "all of that")


@pytest.mark.parametrize(
    "text",
    [
        "The board checked the mayor's claim “of a thousand fires”.",
        "The rules give the chair the authority to call “a special meeting” at any time.",
        "In 1998 she voted for calling “the treaty with Britain” off.",
    ],
)
def test_a_word_of_saying_that_is_no_verb_gives_a_quotation_to_nobody(text: str) -> None:
    assert tidy(text) == []


def test_what_is_said_ends_with_its_line_where_the_next_names_a_speaker() -> None:
    text = "MAYOR SAYS CITY IS SAFE\nPOLICE CHIEF: “WE ARE READY”"
    both = found(text, "CITY IS SAFE\nPOLICE CHIEF: “WE ARE READY”", "SAYS", "MAYOR")
    assert tidy(text, both) == [
        ("MAYOR", "SAYS", "CITY IS SAFE"),
        ("POLICE CHIEF", ":", "“WE ARE READY”"),
    ]


def test_a_comma_or_one_small_word_is_nothing_said() -> None:
    text = "According to the office, a third of all pipes leak."
    one = found(text, ", a third of all pipes leak", "According to", "the office")
    assert tidy(text, one) == [("the office", "According to", "a third of all pipes leak")]
    text = "From our man in Sines: Waves rose, the harbour master said."
    whole = found(text, "Waves rose", "said", "the harbour master")
    one = replace(whole, content=((0, 4), *whole.content))
    assert tidy(text, one) == [("the harbour master", "said", "Waves rose")]


def test_a_quotation_behind_somebody_and_a_verb_is_theirs() -> None:
    text = "The mayor claimed “a thousand fires” in one night."
    assert tidy(text) == [("The mayor", "claimed", "“a thousand fires”")]


def test_what_two_people_talked_about_is_no_statement() -> None:
    text = "The mayor had talked with the minister about the price of milk."
    talk = found(text, "about the price of milk", "had talked with", "The mayor")
    (one,) = tidied(lay_out(text), [talk])
    assert not one.statement


def test_a_refused_deed_is_no_statement() -> None:
    text = "The mayor refused to leave the hall."
    unsure = replace(found(text, "to leave the hall", "refused", "The mayor"), confidence=0.6)
    (one,) = tidied(lay_out(text), [unsure])
    assert not one.statement


def test_what_was_talked_about_may_be_a_question() -> None:
    text = "The ministers discussed whether milk is too dear."
    content = "whether milk is too dear"
    assert tidy(text, found(text, content, "discussed", "The ministers")) != []


def test_plain_words_without_a_cue_are_a_guess() -> None:
    text = "The mayor met the press. The bridge stays shut."
    assert tidy(text, found(text, "The bridge stays shut", "", "The mayor")) == []


def test_a_quotation_that_was_cut_is_made_whole() -> None:
    text = "“We have waited long enough, and so has the town,” said Ana Duarte."
    cut = found(text, "“We have waited long enough", "said", "Ana Duarte")
    assert tidy(text, cut) == [
        ("Ana Duarte", "said", "“We have waited long enough, and so has the town,”")
    ]


def test_a_thought_is_told_from_a_statement() -> None:
    text = "The coach believes that the team can win."
    (one,) = tidied(
        lay_out(text), [found(text, "that the team can win", "believes", "The coach", 0.2)]
    )
    assert not one.statement
    assert one.reasons == ("sure|0.80|",)


def test_the_mark_of_a_list_is_not_part_of_what_was_said() -> None:
    text = "- Fares must halve, the Greens say."
    assert tidy(text, found(text, "- Fares must halve", "say", "the Greens")) == [
        ("the Greens", "say", "Fares must halve")
    ]


def test_what_was_said_ends_with_its_paragraph() -> None:
    text = "The union says the offer is an insult\n\nRents are falling again"
    content = "the offer is an insult\n\nRents are falling again"
    assert tidy(text, found(text, content, "says", "The union")) == [
        ("The union", "says", "the offer is an insult")
    ]


def test_what_was_said_begins_with_the_paragraph_of_its_cue() -> None:
    text = "Rents are falling again\n\nThe offer is an insult, the union says"
    content = "Rents are falling again\n\nThe offer is an insult"
    assert tidy(text, found(text, content, "says", "the union")) == [
        ("the union", "says", "The offer is an insult")
    ]


@pytest.mark.parametrize(
    ("text", "cue", "said"),
    [
        ("Moss has not said whether she will run.", "has not said", False),
        ("Moss did not respond to questions about the ferry.", "did not respond to", False),
        ("Moss stopped short of calling the ferry unsafe.", "stopped short of calling", False),
        ("Moss voted that the ferry be sold.", "voted", False),
        ("Moss said not once that the ferry was unsafe.", "said", True),
        ("Moss insisted that the ferry be sold.", "insisted", True),
    ],
)
def test_what_was_not_said_or_only_thought_is_no_statement(text, cue, said) -> None:
    content = text.split(cue)[1].strip(" .")
    (one,) = tidied(lay_out(text), [found(text, content, cue, "Moss")])
    assert one.statement is said


def test_a_relative_clause_keeps_what_it_is_about() -> None:
    text = "The plan is a list of names, which will be shared, the mayor said."
    whole = found(text, "The plan is", "said", "the mayor")
    start = text.index("which")
    parts = ((0, 11), (start, start + len("which will be shared")))
    assert tidy(text, RawAttribution(parts, whole.cue, whole.source, 0.8, 0.9)) == [
        ("the mayor", "said", "The plan is a list of names, which will be shared")
    ]


def test_words_of_nobody_are_left_out_of_a_quotation() -> None:
    text = "“All the way!” she shouted, taking the fight to the town, and left. “We will win.”"
    content = ("“All the way!”", "taking the fight to the town", "“We will win.”")
    spans = tuple((text.index(part), text.index(part) + len(part)) for part in content)
    raw = replace(found(text, content[0], "shouted", "she"), content=spans)
    assert tidy(text, raw) == [("she", "shouted", "“All the way!” … “We will win.”")]


def test_a_piece_that_names_its_own_speaker_is_no_part_of_another_quotation() -> None:
    text = "“We came,” Holm said.\n\n“The road was closed, Diaz said."
    content = ("“We came,”", "“The road was closed, Diaz said")
    spans = tuple((text.index(part), text.index(part) + len(part)) for part in content)
    raw = replace(found(text, content[0], "said", "Holm"), content=spans)
    assert ("Holm", "said", "“We came,”") in tidy(text, raw)


def test_what_became_of_a_claim_is_no_part_of_it() -> None:
    text = "His claim that nobody had warned him was rejected by the court."
    whole = "that nobody had warned him was rejected by the court"
    assert tidy(text, found(text, whole, "claim", "His")) == [
        ("His", "claim", "that nobody had warned him")
    ]
