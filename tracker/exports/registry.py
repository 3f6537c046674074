"""The formats that claims can leave in; a writer adds itself, and pages list what is here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from tracker.domain.errors import NotFound
from tracker.domain.records import ClaimRecord
from tracker.exports.context import ExportContext, ExportSummary

#: A second or two.
AT_ONCE = 10_000


class Writer(Protocol):
    """Writes records one after another, so that memory does not grow with their number."""

    def __call__(
        self, records: Iterable[ClaimRecord], out: BinaryIO, *, context: ExportContext
    ) -> ExportSummary:
        """Write the records and say how many were written; ``out`` needs only ``write``."""


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One way for claims to leave: its name in addresses and commands, and its writer."""

    name: str
    label: str
    media_type: str
    extension: str
    description: str
    write: Writer
    #: True where only claims that the public may see are written; the others are left out.
    published_only: bool = False
    #: True where the file has the columns that are for the newsroom alone, if they are asked for.
    has_columns: bool = False
    #: True where the format can say that a report was taken back, and so holds those, too.
    tells_retractions: bool = False
    #: So many claims are written while somebody waits; more are a job in the background.
    at_once: int = AT_ONCE


_FORMATS: dict[str, ExportFormat] = {}


def export_format(
    name: str, *, label: str, media_type: str, extension: str, description: str, **options: Any
) -> Callable[[Writer], Writer]:
    """Register the decorated writer under a name; a name that is taken raises ValueError.

    ``options`` are the other fields of ``ExportFormat``.
    """

    def register(writer: Writer) -> Writer:
        if name in _FORMATS:
            raise ValueError(f"the export format {name!r} is registered twice")
        _FORMATS[name] = ExportFormat(
            name, label, media_type, extension, description, writer, **options
        )
        return writer

    return register


def get(name: str) -> ExportFormat:
    """Return the format of that name; raise NotFound, naming those that there are."""
    try:
        return _FORMATS[name]
    except KeyError:
        known = ", ".join(format_.name for format_ in all_formats())
        raise NotFound(
            "there is no export format “%(name)s”; there are: %(known)s", name=name, known=known
        ) from None


def all_formats() -> tuple[ExportFormat, ...]:
    """Return every format, in the order of their labels."""
    return tuple(sorted(_FORMATS.values(), key=lambda format_: format_.label))
