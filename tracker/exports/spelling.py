"""How a value that JSON and CSV have no type for is spelt, in every format alike."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from tracker.domain.commands import Stretch
from tracker.domain.evidence import EvidenceRecord, MediaRecord, ReplyRecord
from tracker.domain.vocabulary import Qualifier


def moment(value: datetime) -> str:
    """Spell a moment in ISO 8601, with Z for UTC."""
    return value.isoformat().replace("+00:00", "Z")


def sources(records: Iterable[EvidenceRecord]) -> str:
    """Spell evidence as the addresses that it has; no address contains a space."""
    addresses = (one.url or one.archive_url for one in records)
    return " ".join(address for address in addresses if address)


def replies(records: Iterable[ReplyRecord]) -> str:
    """Spell the log of replies as what came of each."""
    return ";".join(one.outcome for one in records)


def media(records: Iterable[MediaRecord]) -> str:
    """Spell media as their addresses."""
    return " ".join(one.content_url for one in records)


def ranges(stretches: Iterable[Stretch]) -> str:
    """Spell spans as ``12-40;52-75``."""
    return ";".join([f"{start}-{end}" for start, end in stretches])


#: By what a column holds; the words of the vocabulary are texts already.
SPELLINGS: dict[Any, Callable[[Any], str]] = {
    date: date.isoformat,
    datetime: moment,
    tuple[Stretch, ...]: ranges,
    tuple[Qualifier, ...]: ";".join,
    tuple[EvidenceRecord, ...]: sources,
    tuple[ReplyRecord, ...]: replies,
    tuple[MediaRecord, ...]: media,
}
