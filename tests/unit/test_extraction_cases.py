"""Golden cases: short articles of our own, one file each, and the statements that are in them."""

import tomllib
from pathlib import Path

import pytest

from tracker.extraction import Attribution, extract

CASES = sorted((Path(__file__).parent.parent / "cases" / "extraction").glob("*.toml"))


def shown(found: Attribution, text: str, fields: list[str]) -> dict[str, object]:
    """Return the fields of a statement that a case asks for, as a case writes them."""
    speaker = found.speaker
    everything = {
        "content": [span.cut(text) for span in found.content],
        "cue": [span.cut(text) for span in found.cue],
        "source": [span.cut(text) for span in found.source],
        "kind": found.kind,
        "speech_act": found.speech_act,
        "speaker": speaker and speaker.name,
        "speaker_kind": speaker and speaker.kind,
        "role": speaker and speaker.role,
        "medium": found.medium,
    }
    return {field: everything[field] for field in fields}


def case_of(path: Path):
    """Return the case as a parameter; one that says what is ``missed`` must still fail."""
    missed = tomllib.loads(path.read_text("utf-8")).get("missed")
    marks = [pytest.mark.xfail(reason=missed, strict=True)] if missed else []
    return pytest.param(path, id=path.stem, marks=marks)


@pytest.mark.parametrize("path", [case_of(path) for path in CASES])
def test_a_case_gives_its_statements_and_no_others(path):
    case = tomllib.loads(path.read_text("utf-8"))
    text, wanted = case["text"], case["statement"]
    found = extract(text, language=case.get("language", "en"))
    found = [one for one in found if one.statement]
    fields = [list(one) for one in wanted] + [["content"]] * len(found)
    assert [shown(one, text, fields[number]) for number, one in enumerate(found)] == wanted


def test_there_is_a_case_for_each_hard_kind():
    assert len(CASES) > 9
