"""Every refusal says a constant sentence that the catalogues of all languages have.

Values go beside the sentence, so a refusal is never an f-string: see tracker/domain/errors.py.
"""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import tracker
from tracker.domain.errors import TrackerError
from tracker.web import languages
from tracker.web.words.message_extraction import SAYING

ROOT = Path(tracker.__file__).parent
OTHERS = [code for code in languages.LANGUAGES if code != languages.OWN_LANGUAGE]
#: What only programs read stays in English.
FOR_PROGRAMS = ("web/api/", "cli/", "training/")
FOLDERS = ("domain", "models", "services", "exports", "imports", "readers", "web")


def refusals() -> set[str]:
    """Return the names of all classes of errors that the pages may show."""
    for folder in FOLDERS:
        package = importlib.import_module(f"tracker.{folder}")
        for module in pkgutil.walk_packages(package.__path__, f"tracker.{folder}."):
            if not module.name.endswith((".readers.child", ".message_extraction")):
                importlib.import_module(module.name)
    found, open_ones = set[type](), [TrackerError]
    while open_ones:
        kind = open_ones.pop()
        found.add(kind)
        open_ones += kind.__subclasses__()
    return {kind.__name__ for kind in found}


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Yield each call that makes a refusal or a message, and where it stands."""
    for file in sorted(ROOT.rglob("*.py")):
        place = file.relative_to(ROOT).as_posix()
        if place.startswith(FOR_PROGRAMS):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SAYING:
                yield f"{place}:{node.lineno}", node


def catalog(code: str) -> set[str]:
    """Return the sentences that the language has, of those with two forms the first."""
    folder = Path(languages.__file__).parent / "translations" / code / "LC_MESSAGES"
    with (folder / "messages.po").open("rb") as file:
        messages = [message for message in read_po(file, locale=code) if all(message.string)]
    return {one.id[0] if isinstance(one.id, tuple) else one.id for one in messages}


def test_the_extraction_knows_every_class_of_refusals() -> None:
    ours = {name for name in refusals() if not name.startswith("_")}
    assert ours - SAYING == set()


def test_no_refusal_is_written_with_values_inside_its_sentence() -> None:
    inside = [
        place
        for place, call in calls()
        for argument in call.args
        if isinstance(argument, ast.JoinedStr)
        or (isinstance(argument, ast.Call) and getattr(argument.func, "id", "") == "str")
    ]
    assert inside == []


@pytest.mark.parametrize("code", OTHERS)
def test_every_sentence_of_a_refusal_is_translated(code: str) -> None:
    known = catalog(code)
    missing = {
        text: place for place, call in calls() for text in _sentences(call) if text not in known
    }
    assert missing == {}


def _sentences(call: ast.Call) -> list[str]:
    """Return what the call says, the first form of two."""
    texts = [
        argument.value
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    spoken = [text for text in texts if " " in text]
    return spoken[-2:][:1]
