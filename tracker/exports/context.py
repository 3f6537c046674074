"""What a writer is told, and what it tells back."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ExportContext:
    """The newsroom, the moment and the choices of one export.

    The same records with the same context give the same bytes.
    """

    #: Address of the newsroom's public site; reports must stand on this host or one below it.
    base_url: str
    publisher_name: str
    publisher_url: str
    #: When the export was asked for, with its time zone; writers never read a clock.
    generated_at: datetime
    licence_url: str | None = None
    #: True where the newsroom lets one person check and approve; the reports then say so.
    single_reader: bool = False
    #: Begins a CSV file with U+FEFF, without which Excel does not read it as UTF-8.
    byte_order_mark: bool = False
    #: True where the file stays in the newsroom, and so may hold its notes and who works on what.
    internal: bool = False


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """How many claims were written, and how many were left out for which reason.

    A claim that is left out for several reasons counts once, under the gravest.
    """

    written: int
    left_out: Mapping[str, int] = field(default_factory=Counter)

    @property
    def left_out_total(self) -> int:
        """Return how many claims were left out."""
        return sum(self.left_out.values())
