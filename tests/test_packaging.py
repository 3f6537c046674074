"""The program works however it is installed, and its lock files hold what it needs."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from tracker.resources import resource_dir

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
#: What the project needs but is not itself: the libraries of the environment that runs the tests.
LIBRARIES = next(path for path in sys.path if path.endswith("site-packages"))
MAKE = shutil.which("make")
REPORT = '"The bridge is safe," said Mayor Ana Silva.\n'


def run(program: Path | str, *arguments: str, cwd: Path, text: str = "") -> str:
    """Run a program as somebody would who never saw the checkout; return what it prints."""
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(cwd),
        "TRACKER_DATA_DIR": str(cwd / "data"),
        "PYTHONWARNINGS": "error",
    }
    done = subprocess.run(
        [str(program), *arguments],
        cwd=cwd,
        env=environ,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build the source distribution, and the wheel from that and from nothing else."""
    out = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return {"wheel": next(out.glob("*.whl")), "sdist": next(out.glob("*.tar.gz"))}


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of an environment that has the libraries and not the project."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, symlinks=True)
    site = next(home.glob("lib/python*/site-packages"))
    # A .pth file found through another one is not followed, so the checkout stays out of sight.
    (site / "libraries.pth").write_text(f"{LIBRARIES}\n", encoding="utf-8")
    return home / "bin" / "python"


@pytest.fixture(scope="module")
def tracker(built: dict[str, Path], python: Path) -> Path:
    """Return the command that the wheel installs."""
    options = ["install", "--quiet", "--no-index", "--no-deps", str(built["wheel"])]
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), *options],
        check=True,
        capture_output=True,
    )
    return python.with_name("tracker")


@pytest.mark.slow
def test_the_wheel_runs_from_another_folder(tracker: Path, python: Path, tmp_path: Path) -> None:
    where = run(python, "-c", "import tracker; print(tracker.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(python.parent.parent)
    assert "Bring in articles" in run(tracker, "--help", cwd=tmp_path)
    assert "the newest" in run(tracker, "db", "upgrade", cwd=tmp_path)


@pytest.mark.slow
def test_the_wheel_extracts_from_standard_input(tracker: Path, tmp_path: Path) -> None:
    (found,) = run(
        tracker, "extract", "-", "--format", "jsonl", cwd=tmp_path, text=REPORT
    ).splitlines()
    assert "Ana Silva" in found


@pytest.mark.slow
def test_the_wheel_brings_the_demonstration_and_the_pages(tracker: Path, tmp_path: Path) -> None:
    assert "Loaded 8 articles" in run(tracker, "seed", "load", cwd=tmp_path)
    program = (
        "from tracker.config import Settings; from tracker.web import create_app;"
        "page = create_app(Settings.from_environ()).test_client().get('/sign-in');"
        "print(page.status_code)"
    )
    assert run(tracker.with_name("python"), "-c", program, cwd=tmp_path) == "200\n"


@pytest.mark.slow
def test_the_wheel_holds_every_file_that_the_program_reads(built: dict[str, Path]) -> None:
    with zipfile.ZipFile(built["wheel"]) as wheel:
        names = set(wheel.namelist())
    wanted = {
        str(path.relative_to(ROOT)) for path in (ROOT / "tracker").rglob("*") if belongs(path)
    }
    for folder in ("templates", "migrations", "seeds"):
        wanted |= {
            f"tracker/_bundled/{path.relative_to(ROOT)}"
            for path in (ROOT / folder).rglob("*")
            if belongs(path)
        }
    assert wanted - names == set()
    assert [name for name in names if name.startswith(("tests", "docs"))] == []


def belongs(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


@pytest.mark.slow
def test_a_bare_checkout_runs_without_being_installed(python: Path, tmp_path: Path) -> None:
    for folder in ("tracker", "templates", "migrations", "seeds"):
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    assert "the newest" in run(python, "-m", "tracker", "db", "upgrade", cwd=tmp_path)
    where = run(python, "-c", "import tracker; print(tracker.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(tmp_path)


def test_this_installation_finds_its_folders() -> None:
    for folder in ("templates", "migrations", "seeds"):
        assert any(resource_dir(folder).iterdir())


def test_a_folder_that_is_missing_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="lacks its folder 'recipes'"):
        resource_dir("recipes")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_package_has_its_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    packages = re.split(r"\n(?=[a-zA-Z0-9])", text)
    assert len(packages) > 50
    assert [one for one in packages if "==" in one and "--hash=sha256:" not in one] == []
    assert re.findall(r"(?m)^--|https?://|file:", text) == []


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("requirements.txt", PROJECT["project"]["dependencies"]),
        (
            "requirements-dev.txt",
            PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"],
        ),
    ],
)
def test_the_lock_holds_whatever_the_project_names(name: str, wanted: list[str]) -> None:
    locked = re.findall(r"(?m)^([A-Za-z0-9_.-]+)==", (ROOT / name).read_text(encoding="utf-8"))
    names = {normal(re.split(r"[\[><=~! ]", one)[0]) for one in wanted}
    assert names - {normal(one) for one in locked} == set(), "run: make lock"


def normal(name: str) -> str:
    """Return a package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def targets() -> list[str]:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return re.findall(r"^([a-z-]+):.*## ", text, re.MULTILINE)


@pytest.mark.skipif(MAKE is None, reason="there is no make here")
@pytest.mark.parametrize("target", targets())
def test_the_shell_understands_what_make_does(target: str) -> None:
    told = subprocess.run(
        [str(MAKE), "-n", "-o", "install", target],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert told
    read = subprocess.run(
        ["/bin/sh", "-n"], input=told, capture_output=True, text=True, check=False
    )
    assert read.returncode == 0, read.stderr
