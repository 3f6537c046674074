"""The dossier: everything in it, nothing of the newsroom alone, and a stranger can verify it."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, TEXT, make_actor, make_article, make_claim
from tests.export_records import CONTEXT
from tracker.exports.formats.dossier import write_dossier
from tracker.models import Claim, StoredOriginal
from tracker.services import originals
from tracker.services.reporting import dossiers
from tracker.services.trail import history

SITE = "https://checks.example"
ORIGINAL = b"<html><p>The port of Varna moved nine million tonnes</p></html>"


@pytest.fixture
def claim(session: Session, tmp_path: Path) -> Claim:
    """Return a claim with three events, between them one of another record."""
    article = make_article(session, text=TEXT, title="The port <grows>")
    digest = originals.store(tmp_path / "originals", ORIGINAL)
    article.current.original = StoredOriginal(
        sha256=digest,
        size=len(ORIGINAL),
        media_type="text/html",
        filename="port.html",
        stored_at=NOON,
    )
    claim = make_claim(session, article=article)
    actor = make_actor(session)
    for kind, subject, changes in (
        ("article.ingested", ("article", article.id), {}),
        ("claim.revised", ("claim", claim.id), {"wording": ("Old", "Größe “neu”")}),
        ("claim.revised", ("claim", claim.id), {"note": ("", "Between us")}),
        ("account.changed", ("account", 1), {"role": ("viewer", "editor")}),
        ("claim.revised", ("claim", claim.id), {"stage": ("proposed", "new")}),
    ):
        history.record(session, kind, subject, changes, actor=actor, at=NOON, note="Why not")
    return claim


@pytest.fixture
def packed(session: Session, claim: Claim, tmp_path: Path) -> Callable[..., bytes]:
    """Return a function that packs the dossier of the claim."""

    def pack(**options: bool) -> bytes:
        folder = tmp_path / "originals"
        found = dossiers.of_claim(
            session, claim.id, site=SITE, originals_dir=folder, at=NOON, **options
        )
        out = io.BytesIO()
        write_dossier(found, out, context=CONTEXT)
        return out.getvalue()

    return pack


@pytest.fixture
def unpacked(packed: Callable[..., bytes], tmp_path: Path) -> Path:
    """Return the folder that a stranger has unpacked."""
    folder = tmp_path / "dossier"
    zipfile.ZipFile(io.BytesIO(packed())).extractall(folder)
    return folder


def verify(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(folder / "verify.py")]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def timeline(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "timeline.jsonl").read_text().splitlines()]


def test_it_holds_the_article_the_claims_and_the_way_to_verify_them(unpacked: Path) -> None:
    names = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*")}
    assert {"README.txt", "verify.py", "manifest.json", "timeline.txt", "report.html"} <= names
    assert (unpacked / "article/original-1.html").read_bytes() == ORIGINAL
    assert (unpacked / "article/version-1.txt").read_text() == TEXT
    assert "<mark>The port of Varna" in (unpacked / "article.html").read_text()
    assert "The port &lt;grows&gt;" in (unpacked / "article.html").read_text()


def test_a_stranger_finds_it_sound(unpacked: Path) -> None:
    told = verify(unpacked)
    assert (told.returncode, told.stderr) == (0, "")
    assert "4 events" in told.stdout


def test_the_script_is_short_enough_to_be_read_first(unpacked: Path) -> None:
    assert len((unpacked / "verify.py").read_text().splitlines()) <= 60


def test_the_same_state_gives_the_same_bytes(packed: Callable[..., bytes]) -> None:
    assert packed() == packed()


def test_what_concerns_the_newsroom_alone_is_withheld_and_still_sealed(
    packed: Callable[..., bytes], unpacked: Path
) -> None:
    assert "Between us" not in "".join(
        path.read_text() for path in unpacked.rglob("*.*") if path.is_file()
    )
    withheld = [event for event in timeline(unpacked) if event["withheld"]]
    assert len(withheld) == 1
    internal = zipfile.ZipFile(io.BytesIO(packed(internal=True)))
    assert b"Between us" in internal.read("timeline.jsonl")


@pytest.mark.parametrize("name", ["claims.csv", "article/version-1.txt", "verify.py"])
def test_a_changed_file_is_found(unpacked: Path, name: str) -> None:
    (unpacked / name).write_text((unpacked / name).read_text() + "\n")
    told = verify(unpacked)
    assert told.returncode == 1
    assert f"{name} was changed" in told.stdout


def test_a_missing_and_an_added_file_are_found(unpacked: Path) -> None:
    (unpacked / "claims.json").unlink()
    (unpacked / "extra.txt").write_text("x")
    told = verify(unpacked).stdout
    assert "claims.json is missing" in told
    assert "extra.txt is not in the manifest" in told


def resealed(folder: Path, events: list[dict[str, object]]) -> None:
    """Write the timeline, and let the manifest name its new hash, as a forger would."""
    lines = "".join(json.dumps(event) + "\n" for event in events)
    (folder / "timeline.jsonl").write_text(lines)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"]["timeline.jsonl"] = originals.hash_of(lines.encode())
    (folder / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("actor_name", "Somebody Else"),
        ("note", "Another reason"),
        ("changes", '{"wording":["Old","Forged"]}'),
        ("at", "2020-01-01 00:00:00.000000"),
        ("previous_hash", "0" * 64),
    ],
)
def test_a_forged_event_is_found_even_where_the_manifest_is_forged_too(
    unpacked: Path, field: str, value: str
) -> None:
    events = timeline(unpacked)
    events[1][field] = value
    resealed(unpacked, events)
    told = verify(unpacked)
    assert told.returncode == 1
    assert f"event {events[1]['id']} does not carry its seal" in told.stdout


def test_a_whole_article_takes_all_its_claims_along(
    session: Session, claim: Claim, tmp_path: Path
) -> None:
    other = make_claim(session, article=claim.article_version.article, content=((88, 105),))
    number = claim.article_version.article_id
    folder = tmp_path / "originals"
    found = dossiers.of_article(session, number, site=SITE, originals_dir=folder, at=NOON)
    assert [record.claim_id for record in found.records] == [claim.id, other.id]
