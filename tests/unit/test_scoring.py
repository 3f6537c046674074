"""The scorer: what counts as found, whose source is right, and the same figures as the study's."""

import importlib.util
import json
from argparse import Namespace
from pathlib import Path

import pytest

from tracker.extraction.candidates import Span
from tracker.extraction.labels import Labels, MalformedLine, read_labelled
from tracker.extraction.reporting import is_reporting
from tracker.extraction.scoring import Counts, report, tally
from tracker.extraction.tokens import Tokens, head_of, kind_of

TEXT = (
    "The port grew, said Ana Silva, its director. “We will grow again,” she added. "
    "The mayor hopes for more ships."
)


def spans(words: str) -> tuple[Span, ...]:
    start = TEXT.index(words)
    return (Span(start, start + len(words)),)


def labels(content: str, cue: str, source: str | None) -> Labels:
    return Labels(spans(content), spans(cue), spans(source) if source else ())


GROWTH = labels("The port grew", "said", "Ana Silva, its director")
AGAIN = labels("We will grow again", "added", "she")
HOPE = labels("for more ships", "hopes", "The mayor")


def test_what_is_labelled_is_found_with_its_source():
    counts = tally(TEXT, [GROWTH, AGAIN, HOPE], [GROWTH, AGAIN, HOPE])
    assert counts["indirect"] == Counts(2, 2, 2, 2)
    assert counts["direct"] == Counts(1, 1, 1, 1)


def test_half_of_the_words_is_enough_and_less_is_not():
    half = labels("more ships", "hopes", "The mayor")
    third = labels("ships", "hopes", "The mayor")
    assert tally(TEXT, [HOPE], [half])["indirect"].found == 1
    assert tally(TEXT, [HOPE], [third])["indirect"].found == 0


def test_two_predictions_cannot_share_one_label():
    counts = tally(TEXT, [HOPE], [HOPE, labels("more ships", "hopes", "The mayor")])
    assert counts["indirect"] == Counts(1, 2, 1, 1)


def test_a_name_without_its_role_is_the_right_source():
    short = labels("The port grew", "said", "Silva")
    assert tally(TEXT, [GROWTH], [short])["indirect"].sourced == 1


def test_the_head_of_the_source_must_be_in_both():
    wrong = labels("The port grew", "said", "its director")
    assert tally(TEXT, [GROWTH], [wrong])["indirect"] == Counts(1, 1, 1, 0)


def test_nobody_named_is_right_where_nobody_is_labelled():
    nobody = labels("The port grew", "said", None)
    assert tally(TEXT, [nobody], [nobody])["indirect"].sourced == 1
    assert tally(TEXT, [nobody], [GROWTH])["indirect"].sourced == 0


def test_thoughts_are_left_out_of_statements_on_both_sides():
    counts = tally(TEXT, [GROWTH, HOPE], [GROWTH, HOPE], statements_only=True)
    assert counts["indirect"] == Counts(1, 1, 1, 1)


def test_a_thought_where_nothing_is_labelled_counts_against_all_but_not_against_statements():
    assert tally(TEXT, [GROWTH], [HOPE])["indirect"].predicted == 1
    assert tally(TEXT, [GROWTH], [HOPE], statements_only=True)["indirect"].predicted == 0


@pytest.mark.parametrize(
    ("cue", "reports"),
    [("said", True), ("according to", True), (":", True), ("hopes", False), ("found", False)],
)
def test_a_cue_reports_or_does_not(cue: str, *, reports: bool):
    assert is_reporting(cue) is reports


@pytest.mark.parametrize(
    ("words", "kind"),
    [("We will grow", "direct"), ("“We will", "direct"), ("director. “We", "mixed")],
)
def test_the_kind_follows_the_first_quotation_mark(words: str, kind: str):
    assert kind_of(TEXT, spans(words)) == kind


@pytest.mark.parametrize(
    ("source", "head"),
    [
        ("Ana Silva, its director", "Silva"),
        ("the mayor of Varna", "mayor"),
        ("a vice-president", "president"),
        ("the mayor's wife", "wife"),
    ],
)
def test_the_head_stands_in_front_of_what_describes_it(source: str, head: str):
    tokens = Tokens.of(source)
    place = head_of(tokens, tokens.touched([Span(0, len(source))]))
    assert place is not None
    assert tokens.lower(place) == head.lower()


def test_the_figures_follow_from_the_counts():
    counts = {"direct": Counts(4, 5, 4, 2), "mixed": Counts(0, 0, 0, 0)}
    score = report([{**counts, "indirect": Counts(6, 5, 1, 1)}])
    assert score.overall.counts == Counts(10, 10, 5, 3)
    assert score.overall.detection.f1.value == pytest.approx(0.5)
    assert score.overall.joint.precision.value == pytest.approx(0.3)
    assert score.overall.source.value == pytest.approx(0.6)
    assert score.kinds["direct"].joint.recall.value == pytest.approx(0.5)
    assert score.kinds["mixed"].joint.f1.value == 0


def test_an_interval_holds_the_figure_and_narrows_with_articles():
    empty = {"mixed": Counts(0, 0, 0, 0), "indirect": Counts(0, 0, 0, 0)}
    good = {"direct": Counts(5, 5, 5, 5), **empty}
    poor = {"direct": Counts(5, 5, 2, 1), **empty}
    few = report([good, poor] * 2).overall.joint.f1
    many = report([good, poor] * 50).overall.joint.f1
    assert few.low <= few.value <= few.high
    assert many.high - many.low < few.high - few.low


def test_nothing_cannot_be_scored():
    with pytest.raises(ValueError, match="nothing to score"):
        report([])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "line 2: this is no JSON"),
        ("[]", 'line 2: write an object with "id"'),
        ('{"text": "a"}', 'line 2: give the article an "id"'),
        ('{"id": "b", "attributions": []}', 'line 2: put the words of the article in "text"'),
        ('{"id": "b", "text": "a"}', r'line 2: list what is said in "attributions"'),
        ('{"id": "b", "text": "a", "attributions": [3]}', "line 2: attribution 1 must be"),
        (
            '{"id": "b", "text": "a", "attributions": [{"content": "a"}]}',
            "line 2: the content of attribution 1 must be a list",
        ),
        (
            '{"id": "b", "text": "a", "attributions": [{"content": [[0, 1.5]]}]}',
            "must hold pairs of whole numbers",
        ),
        (
            '{"id": "b", "text": "a", "attributions": [{"cue": [[0, 2]]}]}',
            "line 2: the cue of attribution 1 reaches from 0 to 2, but the text has 1 characters",
        ),
        ('{"id": "a", "text": "a", "attributions": []}', 'the id "a" is that of line 1, too'),
    ],
)
def test_a_malformed_line_is_named_with_what_to_do(line: str, reason: str):
    sound = '{"id": "a", "text": "a", "attributions": []}'
    with pytest.raises(MalformedLine, match=reason.replace("[", r"\[").replace("(", r"\(")):
        list(read_labelled([sound, line]))


def test_blank_lines_are_passed_over_and_counted():
    with pytest.raises(MalformedLine, match="line 3"):
        list(read_labelled(["", " \n", "?"]))


def test_a_prediction_is_measured_against_the_labelled_text():
    line = '{"id": "a", "attributions": [{"content": [[0, 8]]}]}'
    (found,) = read_labelled([line], texts={"a": "The port"})
    assert found.text == "The port"
    with pytest.raises(MalformedLine, match="no labelled article"):
        list(read_labelled([line], texts={}))


def perturbed(document: dict) -> dict:
    """Return the labels as a fallible extractor might give them: every so many are wrong."""
    listed = []
    for number, one in enumerate(document["attributions"]):
        changed = {part: one[part] for part in ("content", "cue", "source")}
        if number % 3 == 0:
            changed["content"] = [later(pair, number) for pair in one["content"]]
        if number % 4 == 0:
            changed["source"] = [later(pair, number) for pair in one["source"]]
        if number % 11 == 5:
            changed["source"] = document["attributions"][number - 1]["source"]
        if number % 13 == 6:
            changed["cue"] = []
        listed += [] if number % 9 == 8 else [changed]
        if number % 10 == 9:
            listed.append({"content": [[number * 20, number * 20 + 60]], "cue": [], "source": []})
    return {"id": document["id"], "attributions": listed}


def later(pair: list[int], number: int) -> list[int]:
    start, end = pair
    return [start + (end - start) * (number % 8) // 10, end]


@pytest.mark.shared
@pytest.mark.parametrize("statements_only", [False, True])
def test_the_figures_are_those_of_the_study_that_made_the_labels(shared: Path, statements_only):
    place = importlib.util.spec_from_file_location("study", shared / "eval" / "score.py")
    study = importlib.util.module_from_spec(place)
    place.loader.exec_module(study)
    lines = (shared / "eval/data/polnear-dev.jsonl").read_text("utf-8").splitlines()
    gold = [json.loads(line) for line in lines]
    predicted = [perturbed(document) for document in gold]
    options = Namespace(
        statements=statements_only, only=None, slices=False, citron=False, subset=False
    )
    counted = study.tot(study.run(gold, predicted, options))
    expected = study.metrics(counted)

    labelled = list(read_labelled(lines))
    texts = {document.name: document.text for document in labelled}
    guesses = list(read_labelled(map(json.dumps, predicted), texts=texts))
    score = report(
        [
            tally(one.text, one.attributions, two.attributions, statements_only=statements_only)
            for one, two in zip(labelled, guesses, strict=True)
        ],
        resamples=20,
    )
    whole = score.overall
    assert whole.counts == tuple(counted[name] for name in ("g", "p", "tp", "src_head"))
    assert whole.source.value == pytest.approx(expected["src_head"])
    for name, measure in (("det", whole.detection), ("joint", whole.joint)):
        found = [estimate.value for estimate in measure]
        assert found == pytest.approx([expected[f"{name}_{figure}"] for figure in "PRF"])
    for kind, one in score.kinds.items():
        for name, measure in ((f"{kind}_det", one.detection), (f"{kind}_joint", one.joint)):
            found = [estimate.value for estimate in measure]
            assert found == pytest.approx([expected[f"{name}_{figure}"] for figure in "PRF"])
