"""Rules of the house that no linter knows, held by reading the program's own syntax trees."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "tracker"
#: Four is the custom; the fifth is somebody else's interface, and the sixth is refused.
LONGEST_FILE, LONGEST_FUNCTION, MOST_POSITIONAL = 400, 50, 5
#: A warning that is silenced in many places is a wrong rule: pyproject.toml says so once.
MOST_SILENCED = 5


@cache
def sources() -> tuple[Path, ...]:
    return tuple(sorted(PACKAGE.rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


@cache
def nodes() -> tuple[tuple[Path, ast.AST], ...]:
    return tuple((path, node) for path in sources() for node in ast.walk(tree(path)))


def layer(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def is_file(path: Path, name: str) -> bool:
    return path == PACKAGE / name


def assigned(node: ast.AST) -> list[ast.expr]:
    """Return the single targets that a statement assigns to."""
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        targets = [node.target]
    else:
        return []
    flat = [part for one in targets for part in getattr(one, "elts", [one])]
    return [part for part in flat if isinstance(part, ast.expr)]


def called(node: ast.AST) -> str:
    """Return the last part of the name that a call calls: ``b`` for ``a.b()``."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def test_there_is_a_program_to_read() -> None:
    assert len(sources()) > 50


def test_only_review_writes_the_stage_of_a_claim() -> None:
    writes = [
        where(path, node)
        for path, node in nodes()
        for target in assigned(node)
        if isinstance(target, ast.Attribute) and target.attr == "stage"
        if not is_file(path, "services/reviewing/review.py")
    ]
    assert writes == []


def test_only_history_makes_events() -> None:
    makers = [
        where(path, node)
        for path, node in nodes()
        if called(node) == "Event" and not is_file(path, "services/trail/history.py")
        # Threads call their signals so.
        if ast.unparse(node) != "threading.Event()"
    ]
    assert makers == []


def test_only_the_edges_commit() -> None:
    commits = [
        where(path, node)
        for path, node in nodes()
        if called(node) == "commit" and layer(path) not in {"web", "cli"}
    ]
    assert commits == []


def test_only_config_reads_the_environment() -> None:
    readers = [
        where(path, node)
        for path, node in nodes()
        if isinstance(node, ast.Attribute | ast.Name | ast.alias)
        and {getattr(node, name, "") for name in ("attr", "id", "name")} & {"environ", "getenv"}
        and not is_file(path, "config.py")
    ]
    assert readers == []


def test_only_commands_print() -> None:
    # A name that is assigned may be called print; only the builtin one prints.
    printers = [
        where(path, node)
        for path, node in nodes()
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
        and layer(path) != "cli"
    ]
    assert printers == []


def test_only_the_edges_read_the_clock() -> None:
    readers = [
        where(path, node)
        for path, node in nodes()
        if called(node) in {"now", "utcnow", "today"}
        and layer(path) not in {"web", "cli"}
        and not is_file(path, "domain/clock.py")
        # The network is an edge, too: when a page was fetched is known nowhere else.
        and not is_file(path, "readers/fetching.py")
    ]
    assert readers == []


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}
    assert {str(path): length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{where(path, node)} {node.name}"
        for path, node in nodes()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_function_takes_more_positional_arguments_than_can_be_kept_apart() -> None:
    many = [
        f"{where(path, node)} {node.name}"
        for path, node in nodes()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and len([arg for arg in node.args.args if arg.arg not in {"self", "cls"}]) > MOST_POSITIONAL
    ]
    assert many == []


def test_no_name_says_nothing() -> None:
    empty = {"item", "items", "data", "info", "obj", "manager", "helper", "helpers", "utils"}
    named = [
        f"{where(path, node)} {node.name}"
        for path, node in nodes()
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name.lower() in empty
    ]
    assert named == []
    assert [str(path) for path in sources() if path.stem in empty] == []


@pytest.mark.parametrize("mark", ["|safe", "| safe", "Markup(", "autoescape false"])
def test_no_template_trusts_text(mark: str) -> None:
    templates = sorted((ROOT / "templates").rglob("*.html"))
    trusting = [str(one) for one in templates if mark in one.read_text(encoding="utf-8")]
    assert trusting == []


def silenced() -> Iterator[tuple[str, str]]:
    """Yield where a linter or the type checker is silenced, and the line."""
    for path in sources():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if "# noqa" in line or "# type: ignore" in line:
                yield f"{path.relative_to(ROOT)}:{number}", line


def test_a_silenced_warning_says_why() -> None:
    reason = re.compile(r"# (noqa: [A-Z]+[0-9]+[ -]+|type: ignore\[[a-z-]+\] +# )[a-zA-Z].{5,}")
    assert [place for place, line in silenced() if not reason.search(line)] == []


def test_hardly_any_warning_is_silenced() -> None:
    assert len(list(silenced())) <= MOST_SILENCED
