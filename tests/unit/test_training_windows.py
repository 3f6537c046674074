"""Articles as the network learns from them: shown in other ways, cut into windows."""

import json
import random
from importlib import resources

import numpy as np
import pytest
from tokenizers import Tokenizer

from tracker.extraction.encoding import encode
from tracker.training import windows

TEXT = "The mayor said “rents will fall by a tenth before the end of the year,” and left at once."
ARTICLE = {
    "text": TEXT,
    "attributions": [
        {
            "source": [[0, 9]],
            "cue": [[10, 14]],
            "content": [[TEXT.index("“"), TEXT.index("”") + 1]],
        }
    ],
}


@pytest.fixture(scope="module")
def tokenizer():
    path = resources.files("tracker.extraction") / "weights" / "tokenizer.json"
    made = Tokenizer.from_str(json.dumps(json.loads(path.read_text("utf-8"))))
    made.no_padding()
    made.no_truncation()
    return made


def chances(seed: int) -> random.Random:
    return random.Random(seed)


def roles(labelled, text: str) -> dict[str, str]:
    (one,) = labelled.attributions
    return {
        role: text[labelled.pieces.start[held[0]] : labelled.pieces.end[held[-1]]]
        for role, held in one.items()
    }


def test_the_pieces_of_a_role_cover_its_words(tokenizer):
    assert roles(windows.label(ARTICLE, tokenizer), TEXT) == {
        "source": "The mayor",
        "cue": "said",
        "content": "“rents will fall by a tenth before the end of the year,”",
    }


def test_an_article_is_shown_in_other_ways_with_its_labels_in_place(tokenizer):
    for seed in range(60):
        shown = windows.augmented(ARTICLE, tokenizer, chances(seed))
        assert roles(shown, TEXT) == roles(windows.label(ARTICLE, tokenizer), TEXT)


def test_broken_lines_are_as_long_as_the_article_and_no_wider_than_asked():
    broken = windows._wrapped(TEXT, 40)
    assert broken.replace("\n", " ") == TEXT
    assert max(map(len, broken.split("\n"))) <= 40


def test_a_part_of_the_pieces_is_hidden():
    ids = np.arange(1000, 11_000)
    hidden = windows._hidden(ids, chances(3)) == windows.MASK
    assert hidden.mean() == pytest.approx(windows.HIDDEN, abs=0.01)


def test_windows_cover_the_article_without_overlap(tokenizer):
    long = {"text": f"{TEXT}\n\n" * 40, "attributions": []}
    labelled = windows.label(long, tokenizer)
    cut = windows.cut(labelled, chances(1))
    assert np.concatenate([part.pieces.ids for part in cut]).tolist() == (
        encode(long["text"], tokenizer).ids.tolist()
    )
    assert max(len(part.pieces) for part in cut) <= windows.WINDOW - 2


def test_a_content_points_at_its_cue_and_an_absent_source_at_the_begin_mark(tokenizer):
    nobody = {"text": TEXT, "attributions": [{**ARTICLE["attributions"][0], "source": []}]}
    labelled = windows.label(nobody, tokenizer)
    whole = windows.window(labelled, 0, len(labelled.pieces))
    aims = {kind: set(held) for kind, _, held in whole.links}
    cue = labelled.attributions[0]["cue"]
    assert aims[0] == {piece + 1 for piece in cue}
    assert aims[1] == aims[2] == {0}
