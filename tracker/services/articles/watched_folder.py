"""A folder that is watched for articles: which files are complete, and where they go afterwards.

Knows files only; what becomes of each is decided by the caller.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

DONE, FAILED = "done", "failed"
#: A file that was written to so recently may not be complete yet.
SETTLED_SECONDS = 2.0
_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".download", ".swp")


def settled(folder: Path, *, now: float) -> Iterator[Path]:
    """Yield the files that nobody has written to for a moment, in order.

    Hidden files, links and what downloads call their unfinished files are left alone.
    """
    for path in sorted(folder.iterdir()):
        if path.is_symlink() or not path.is_file() or path.name.startswith("."):
            continue
        if path.suffix.lower() in _UNFINISHED:
            continue
        if now - path.stat().st_mtime >= SETTLED_SECONDS:
            yield path


def put_away(path: Path, *, reason: str | None = None) -> Path:
    """Move a file to ``done``, or, with the reason beside it, to ``failed``; return its place.

    A file of the same name that lies there already is kept: the new one gets its hash as well.
    """
    target = path.parent / (DONE if reason is None else FAILED)
    target.mkdir(exist_ok=True)
    place = target / path.name
    if place.exists():
        mark = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        place = target / f"{path.stem}-{mark}{path.suffix}"
    path.replace(place)
    if reason is not None:
        place.with_name(f"{place.name}.reason.txt").write_text(f"{reason}\n", encoding="utf-8")
    return place
