"""The formats that can come in; a reader adds itself, and pages list what is here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from tracker.domain.errors import NotFound
from tracker.imports.drafts import Draft, Reading, UnreadableFile


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest file and the most rows that one import takes."""

    most_bytes: int
    most_rows: int


#: Over the pages somebody waits, and others cannot save; by command it may take its time.
PAGES, COMMAND = Limits(20_000_000, 50_000), Limits(1_000_000_000, 500_000)

Reader = Callable[[bytes], Iterator[Draft]]


@dataclass(frozen=True, slots=True)
class ImportFormat:
    """One way for records to come in: its name in commands, and its reader."""

    name: str
    label: str
    description: str
    read: Reader


_FORMATS: dict[str, ImportFormat] = {}


def import_format(name: str, *, label: str, description: str) -> Callable[[Reader], Reader]:
    """Register the decorated reader under a name; a name that is taken raises ValueError."""

    def register(reader: Reader) -> Reader:
        if name in _FORMATS:
            raise ValueError(f"the import format {name!r} is registered twice")
        _FORMATS[name] = ImportFormat(name, label, description, reader)
        return reader

    return register


def get(name: str) -> ImportFormat:
    """Return the format of that name; raise NotFound, naming those that there are."""
    try:
        return _FORMATS[name]
    except KeyError:
        known = ", ".join(sorted(_FORMATS))
        raise NotFound(
            "there is no import format “%(name)s”; there are: %(known)s", name=name, known=known
        ) from None


def all_formats() -> tuple[ImportFormat, ...]:
    """Return every format, in the order of their labels."""
    return tuple(sorted(_FORMATS.values(), key=lambda format_: format_.label))


def read(name: str, content: bytes, *, limits: Limits = PAGES) -> Reading:
    """Read a whole file, or raise UnreadableFile with what to do about it."""
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile("the file is empty")
    if len(content) > limits.most_bytes:
        raise UnreadableFile(
            "the file has %(size)s bytes, and %(most)s fit; divide it",
            size=len(content),
            most=limits.most_bytes,
        )
    drafts = tuple(islice(get(name).read(content), limits.most_rows + 1))
    if len(drafts) > limits.most_rows:
        raise UnreadableFile(
            "the file has more than %(most)s rows; divide it", most=limits.most_rows
        )
    if not drafts:
        raise UnreadableFile("there is nothing in this file that could be imported")
    return Reading(name, drafts)
