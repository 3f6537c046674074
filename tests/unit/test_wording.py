"""A wording stands alone, in the article's own words, and gives the claim itself back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.vocabulary import ClaimKind, SpeechAct
from tracker.domain.wording import claim_itself, stand_alone

DIRECT, MIXED, INDIRECT = ClaimKind.DIRECT, ClaimKind.MIXED, ClaimKind.INDIRECT


@pytest.mark.parametrize(
    ("pieces", "cue", "act", "expected"),
    [
        (["that the port is closed"], "noted", "states", "Ana noted that the port is closed."),
        (["The port is closed"], "said on X", "states", "Ana said that the port is closed."),
        (["Varna's port is closed"], "said", "states", "Ana said that Varna's port is closed."),
        (["the port was shut"], "According to", "states", "Ana said that the port was shut."),
        (["that it was shut"], "claiming", "states", "Ana claimed that it was shut."),
        (["that it was shut"], "denies", "denies", "Ana denied that it was shut."),
        (["that it was shut"], "accused", "accuses", "Ana alleged that it was shut."),
        (["the board of selling it"], "accused", "accuses", "Ana accused the board of selling it."),
        (["him of fraud"], "has accused", "accuses", "Ana accused him of fraud."),
        (["the board of “theft”"], "accusing", "accuses", "Ana accused the board of “theft”."),
        (["the head of it lied"], "accused", "accuses", "Ana alleged that the head of it lied."),
        (["to shut the port"], "by threatening", "threatens", "Ana threatened to shut the port."),
        (["to shut the port"], "spoke of plans", "states", "Ana: To shut the port."),
        (["whether it can open"], "asked", "asks", "Ana asked whether it can open."),
        (["a closed port"], "spoke of", "states", "Ana: A closed port."),
        (["that it\n is\n shut,"], "said", "states", "Ana said that it is shut."),
        (["that it is shut", "and empty"], "said", "states", "Ana said that it is shut and empty."),
    ],
)
def test_reported_words_follow_their_verb(
    pieces: list[str], cue: str, act: str, expected: str
) -> None:
    speech_act = SpeechAct(act)
    assert (
        stand_alone(pieces, kind=INDIRECT, speech_act=speech_act, speaker="Ana", cue=cue)
        == expected
    )


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (["“We will grow again,”"], "Ana: “We will grow again.”"),
        (['"Will we grow?"'], "Ana: “Will we grow?”"),
        (["“We will go,”", "“and win!”"], "Ana: “We will go, and win!”"),
        (["“We will go,”", "“Today we win.”"], "Ana: “We will go. Today we win.”"),
        (["We will grow"], "Ana: “We will grow.”"),
        (["«Nous irons»"], "Ana: “Nous irons.”"),
    ],
)
def test_direct_words_stand_in_marks_behind_the_name(pieces: list[str], expected: str) -> None:
    assert stand_alone(pieces, kind=DIRECT, speaker="Ana") == expected


def test_a_mixed_quotation_keeps_its_inner_marks() -> None:
    said = stand_alone(
        ["that the port is “on its last legs”"], kind=MIXED, speaker="Ana", cue="said"
    )
    assert said == "Ana said that the port is “on its last legs”."


def test_the_role_stands_behind_the_name() -> None:
    said = stand_alone(["it is shut"], kind=INDIRECT, speaker="Ana", role="mayor", cue="said")
    assert said == "Ana (mayor) said that it is shut."


def test_words_without_a_name_begin_with_a_capital() -> None:
    said = stand_alone(["it is shut"], kind=INDIRECT, speaker="residents", cue="said")
    assert said == "Residents said that it is shut."


def test_words_of_nobody_stand_for_themselves() -> None:
    assert stand_alone(["that it is shut"], kind=INDIRECT) == "It is shut."
    assert stand_alone(["“Go”"], kind=DIRECT) == "“Go.”"


@pytest.mark.parametrize(
    ("wording", "claim"),
    [
        ("Ana: “We will grow.”", "We will grow."),
        ("Ana (mayor): “We will grow.”", "We will grow."),
        ("Ana (mayor) noted that the port is closed.", "The port is closed."),
        ("Ana denied that the port is closed.", "Ana denied that the port is closed."),
        ("Ana promised that the port will open.", "Ana promised that the port will open."),
        ("Ana threatened to shut the port.", "Ana threatened to shut the port."),
        ("The port of Varna is closed.", "The port of Varna is closed."),
        ("Ben: “We will grow.”", "Ben: “We will grow.”"),
        ("Anatol said that it is so.", "Anatol said that it is so."),
    ],
)
def test_the_claim_itself_is_what_is_said(wording: str, claim: str) -> None:
    assert claim_itself(wording, ["Ana", None]) == claim


def test_a_speaker_is_recognised_by_the_words_of_the_article() -> None:
    wording = "A senior official said that it is shut."
    names = ["a senior official (The Harbour Post)", "a senior official"]
    assert claim_itself(wording, names) == "It is shut."


@given(st.lists(st.text(max_size=40), min_size=1, max_size=3), st.sampled_from(ClaimKind))
def test_any_words_give_a_sentence(pieces: list[str], kind: ClaimKind) -> None:
    assert stand_alone(pieces, kind=kind, speaker="Ana", cue="said")
