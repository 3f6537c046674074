"""Originals are kept whole, private, once, and handed out only as they came in."""

import stat
from pathlib import Path

import pytest

from tracker.domain.errors import NotFound
from tracker.services import originals

#: SHA-256 of "abc", from FIPS 180-2.
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_the_file_is_named_by_the_hash_of_its_bytes(tmp_path: Path) -> None:
    assert originals.store(tmp_path / "new", b"abc") == ABC
    assert (tmp_path / "new" / "ba" / ABC).read_bytes() == b"abc"
    assert originals.load(tmp_path / "new", ABC) == b"abc"


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    originals.store(tmp_path, b"abc")
    place = originals.path_of(tmp_path, ABC)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    originals.store(tmp_path, b"abc")
    before = originals.path_of(tmp_path, ABC).stat()
    originals.store(tmp_path, b"abc")
    assert originals.path_of(tmp_path, ABC).stat().st_ino == before.st_ino
    assert len(list(tmp_path.rglob("*"))) == 2


def test_a_file_that_was_cut_short_is_written_again(tmp_path: Path) -> None:
    originals.store(tmp_path, b"abc")
    originals.path_of(tmp_path, ABC).write_bytes(b"a")
    originals.store(tmp_path, b"abc")
    assert originals.load(tmp_path, ABC) == b"abc"


def test_a_write_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        originals.store(tmp_path, b"abc")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_bytes_that_were_altered_are_not_handed_out(tmp_path: Path) -> None:
    originals.store(tmp_path, b"abc")
    originals.path_of(tmp_path, ABC).write_bytes(b"abd")
    with pytest.raises(NotFound, match="damaged"):
        originals.load(tmp_path, ABC)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "ab/cd", ABC.upper(), ABC[:-1]])
def test_what_is_no_hash_names_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound, match="hexadecimal"):
        originals.load(tmp_path, name)


def test_an_original_that_is_missing_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="not in the store"):
        originals.load(tmp_path, ABC)
