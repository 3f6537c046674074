"""ZIP packages with the same bytes whenever and wherever they are made."""

import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

from tracker.domain.errors import TooMuch
from tracker.domain.messages import Message
from tracker.domain.records import ClaimRecord

#: The first moment that a ZIP can name; the real one would make each package another.
_DAWN = (1980, 1, 1, 0, 0, 0)
_UNIX, _READABLE = 3, 0o100644 << 16


def write_package(parts: Iterable[tuple[str, bytes]], out: BinaryIO) -> None:
    """Write the parts in their order; ``out`` needs only ``write``."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, _DAWN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            package.writestr(entry, content)


def parts_of(package: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of what stands in a package, in its order."""
    with zipfile.ZipFile(package) as opened:
        for name in opened.namelist():
            yield name, opened.read(name)


def at_most(limit: int, records: Iterable[ClaimRecord], *, what: Message) -> list[ClaimRecord]:
    """Return the records in a list; raise TooMuch where they are more than a file may hold."""
    found = list(islice(records, limit + 1))
    if len(found) > limit:
        raise TooMuch(
            "%(what)s holds at most %(most)s claims; choose fewer, or another format",
            what=what,
            most=limit,
        )
    return found
