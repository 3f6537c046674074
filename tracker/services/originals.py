"""The store of originals: the bytes of every article as they came in, named by their hash."""

import hashlib
import os
import re
import tempfile
from pathlib import Path

from tracker.domain.errors import NotFound

_HASH = re.compile("[0-9a-f]{64}")


def hash_of(content: bytes) -> str:
    """Return the hex SHA-256 by which the bytes are kept and recognised."""
    return hashlib.sha256(content).hexdigest()


def path_of(folder: Path, sha256: str) -> Path:
    """Return where the bytes with this hash stand; refuse what is no hash, such as a path."""
    if not _HASH.fullmatch(sha256):
        raise NotFound("an original is named by 64 hexadecimal digits")
    return folder / sha256[:2] / sha256


def store(folder: Path, content: bytes) -> str:
    """Keep the bytes, readable by the owner alone, and return their hash.

    The file appears whole or not at all: it is written beside its place, flushed to the disk
    and renamed. Bytes that are there already are not written again.
    """
    sha256 = hash_of(content)
    place = path_of(folder, sha256)
    if place.is_file() and place.stat().st_size == len(content):
        return sha256
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # mkstemp makes the file readable by its owner only.
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".arriving-")
    try:
        with os.fdopen(handle, "wb") as arriving:
            arriving.write(content)
            arriving.flush()
            os.fsync(arriving.fileno())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _flush_folder(place.parent)
    return sha256


def load(folder: Path, sha256: str) -> bytes:
    """Return the bytes with this hash; raise NotFound where they are missing or damaged."""
    try:
        content = path_of(folder, sha256).read_bytes()
    except OSError:
        raise NotFound("the original %(sha256)s is not in the store", sha256=sha256[:12]) from None
    if hash_of(content) != sha256:
        raise NotFound(
            "the original %(sha256)s is damaged; bring it back from a backup", sha256=sha256[:12]
        )
    return content


def _flush_folder(folder: Path) -> None:
    """Write the folder's list of names to the disk, so that a power cut cannot lose the rename."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
