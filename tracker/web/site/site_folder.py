"""A folder of published files: what has not changed is left alone, what is gone is deleted.

Only what an earlier publication wrote is ever deleted: it is named in the folder's manifest.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tracker.domain.errors import TrackerError

MANIFEST = ".claim-tracker-site.json"
_FORMAT = "claim-tracker/site"


class UnknownFolder(TrackerError):
    """The folder holds files that no publication put there."""


@dataclass(slots=True)
class Outcome:
    """How many files were written, left alone and deleted."""

    written: int = 0
    unchanged: int = 0
    deleted: int = 0


def publish(files: Iterable[tuple[str, bytes]], folder: Path) -> Outcome:
    """Make the folder hold these files; raise UnknownFolder where it may hold somebody else's."""
    before = _read_manifest(folder)
    now: dict[str, str] = {}
    outcome = Outcome()
    for name, content in files:
        now[name] = hashlib.sha256(content).hexdigest()
        path = folder / name
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == now[name]:
            outcome.unchanged += 1
            continue
        if name not in before:
            # Named before it is written: if this is broken off, the next time still knows it.
            before[name] = now[name]
            _write_manifest(folder, before)
        _write(path, content)
        outcome.written += 1
    for name in sorted(before.keys() - now.keys()):
        outcome.deleted += _delete(folder, name)
    _write_manifest(folder, now)
    return outcome


def _read_manifest(folder: Path) -> dict[str, str]:
    path = folder / MANIFEST
    if not path.is_file():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UnknownFolder(
                "%(folder)s holds files that were not published by this program; name an empty "
                "folder, or one that it published to before",
                folder=folder,
            )
        return {}
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        files: dict[str, str] = told["files"] if told["format"] == _FORMAT else {}
    except (ValueError, KeyError, TypeError):
        raise UnknownFolder("%(path)s is damaged; name an empty folder", path=path) from None
    if not all(map(_stays_inside, files)):
        raise UnknownFolder("%(path)s names files outside of its folder", path=path)
    return files


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _write_manifest(folder: Path, files: Mapping[str, str]) -> None:
    told = {"format": _FORMAT, "version": 1, "files": dict(sorted(files.items()))}
    _write(folder / MANIFEST, (json.dumps(told, indent=1) + "\n").encode())


def _write(path: Path, content: bytes) -> None:
    """Write a file so that a server never sends half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


def _delete(folder: Path, name: str) -> bool:
    path = folder / name
    was_there = path.is_file()
    path.unlink(missing_ok=True)
    for parent in path.parents:
        if parent == folder or not parent.is_dir() or any(parent.iterdir()):
            break
        parent.rmdir()
    return was_there
