"""The claim without who says it, as reports for machines want it."""

import pytest

from tracker.domain.wording import claim_itself

WHO = ("Ada Okafor", "Ms Okafor")


@pytest.mark.parametrize(
    "wording",
    [
        "Ada Okafor said that the port is closed.",
        "Ada Okafor (housing minister) said that the port is closed.",
        "Ms Okafor claimed that the port is closed.",
        "ada okafor warned that the port is closed.",
        "Ada Okafor: “The port is closed.”",
        "Ada Okafor (housing minister): “The port is closed.”",
    ],
)
def test_the_speaker_and_the_saying_are_taken_off(wording):
    assert claim_itself(wording, WHO) == "The port is closed."


@pytest.mark.parametrize(
    "wording",
    [
        "The port is closed.",
        "Ada Okafor denied that the port is closed.",
        "Ada Okafor promised that the port will close.",
        "Ada Okafor threatened to close the port.",
        "Ada Okafor: The port?",
        "Ada Okafor-Jones said that the port is closed.",
        "Bo Lindqvist said that the port is closed.",
    ],
)
def test_what_is_shaped_in_another_way_or_not_asserted_comes_back_whole(wording):
    assert claim_itself(wording, WHO) == wording


def test_the_longer_of_two_names_is_taken_off():
    wording = "Okafor of Norbury said that the port is closed."
    assert claim_itself(wording, ("Okafor", "Okafor of Norbury")) == "The port is closed."


@pytest.mark.parametrize("speakers", [(), (None,), ("", None)])
def test_without_a_speaker_the_wording_comes_back_whole(speakers):
    assert claim_itself("Ada Okafor said that it rains.", speakers) == (
        "Ada Okafor said that it rains."
    )
