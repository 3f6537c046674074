"""Sources read off the network's tags, or off its pointers alone."""

import numpy as np
import pytest

from tracker.extraction.decode import CONTENT, SOURCE, TAGS, Core, Span, Stretch
from tracker.extraction.linker import CONTENT_CUE, CUE_SOURCE, Linker, Scores, Settings

#: "the old mayor turned, claiming that it burns": pieces 0 to 2, 4, and 5 to 7.
PIECES, MAYOR, CUE_AT, SAID = 8, range(3), 4, range(5, 8)


def scored(pointed: float, *, tagged: bool = False) -> Scores:
    """Return scores in which the cue points at the mayor so much, and else at nobody."""
    tags = np.full((PIECES + 2, len(TAGS)), 1e-4)
    names = ["O"] * PIECES
    names[CUE_AT] = "B-cue"
    names[5:] = ["B-content", "I-content", "I-content"]
    if tagged:
        names[:3] = ["B-source", "I-source", "I-source"]
    for place, name in enumerate(names, 1):
        tags[place, TAGS.index(name)] = 1
    links = np.zeros((3, PIECES + 2, PIECES + 2))
    links[:, :, 0] = 1
    for piece in SAID:
        links[CONTENT_CUE, piece + 1, [0, CUE_AT + 1]] = 0, 1
    links[CUE_SOURCE, CUE_AT + 1, 0] = 1 - pointed
    links[CUE_SOURCE, CUE_AT + 1, [piece + 1 for piece in MAYOR]] = pointed / len(MAYOR)
    return Scores(np.log(tags), np.ones(PIECES + 2), links)


def source(scores: Scores) -> Span | None:
    stretch = Stretch((Core(0, 0, PIECES, PIECES),))
    (group,) = Linker(stretch, [scores], Settings(by_cue=1.0)).groups()
    assert group.contents == [Span(CONTENT, SAID[0], SAID[-1] + 1)]
    return group.source


def test_a_source_that_is_tagged_is_taken():
    assert source(scored(0.9, tagged=True)) == Span(SOURCE, 0, 3)


def test_a_source_that_is_only_pointed_at_is_taken_too():
    assert source(scored(0.9)) == Span(SOURCE, 0, 3)


@pytest.mark.parametrize("pointed", [0.0, 0.3])
def test_where_nobody_is_pointed_at_there_is_no_source(pointed):
    assert source(scored(pointed)) is None
