"""The layers hold, and what should be light is light."""

import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent


def test_each_layer_imports_only_what_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == 0


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        # `tracker --help` answers at once because of this.
        ("tracker.cli", ("sqlalchemy", "flask", "spacy", "rich", "alembic")),
        # A library of its own: whoever uses it alone pays for nothing else.
        ("tracker.extraction", ("sqlalchemy", "flask", "tracker.domain", "tracker.models")),
        ("tracker.domain", ("sqlalchemy", "flask", "click", "spacy")),
        ("tracker.exports", ("sqlalchemy", "flask", "spacy")),
        ("tracker.services.reviewing.review", ("flask", "werkzeug", "wtforms")),
    ],
)
def test_importing_one_part_brings_no_heavy_other(module: str, heavy: tuple[str, ...]) -> None:
    program = f"import sys, {module}; print(*[name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.split() == []
