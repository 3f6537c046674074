"""The orders of the claim list, and the marks that lead from one page to the next."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, tuple_

from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import Word
from tracker.models import Claim
from tracker.models.claim_orders import DUE, SAID, SURENESS, URGENCY
from tracker.services.listing.conditions import Canonical


class Sort(Word):
    """The order of a claim list."""

    NEWEST = "newest", "Newest first"
    OLDEST = "oldest", "Oldest first"
    UPDATED = "updated", "Last changed first"
    SAID = "said", "Last said first"
    SPEAKER = "speaker", "By speaker"
    LEAST_SURE = "least_sure", "Least sure first"
    DUE = "due", "Due first"
    PRIORITY = "priority", "Most urgent first"


@dataclass(frozen=True, slots=True)
class Key:
    """One column of an order, and the type of its values."""

    column: Any
    kind: type[int] | type[float] | type[str] | type[date] | type[datetime]


@dataclass(frozen=True, slots=True)
class Order:
    """The columns of an order, which go down or up together; the claim's number decides ties."""

    keys: Sequence[Key]
    down: bool = False
    #: Whether the speaker after merges must be joined.
    by_speaker: bool = False

    def columns(self) -> list[ColumnElement[Any]]:
        """Return the columns under the names by which ``mark`` finds them in a row."""
        return [key.column.label(f"key_{number}") for number, key in enumerate(self.keys)]

    def sorted(self, columns: Sequence[Any], *, backwards: bool) -> list[ColumnElement[Any]]:
        """Return the columns as what a query is ordered by, against the order if ``backwards``."""
        goes_down = self.down != backwards
        return [column.desc() if goes_down else column.asc() for column in columns]

    def beyond(self, mark: str, *, backwards: bool) -> ColumnElement[bool]:
        """Return the condition that a claim comes behind the mark, or in front of it."""
        values = tuple(_values(mark, self.keys))
        columns = tuple_(*(key.column for key in self.keys))
        return columns < values if self.down != backwards else columns > values

    def mark(self, row: Row[Any]) -> str:
        """Return the mark of a row: its place in the order, whatever comes or goes."""
        values = [getattr(row, f"key_{number}") for number in range(len(self.keys))]
        plain = [v.isoformat() if isinstance(v, date | datetime) else v for v in values]
        return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


_NUMBER = Key(Claim.id, int)
ORDERS: Mapping[Sort, Order] = {
    Sort.NEWEST: Order([_NUMBER], down=True),
    Sort.OLDEST: Order([_NUMBER]),
    Sort.UPDATED: Order([Key(Claim.updated_at, datetime), _NUMBER], down=True),
    Sort.SAID: Order([Key(SAID, date), _NUMBER], down=True),
    Sort.SPEAKER: Order([Key(func.coalesce(Canonical.name, ""), str), _NUMBER], by_speaker=True),
    Sort.LEAST_SURE: Order([Key(SURENESS, float), _NUMBER]),
    Sort.DUE: Order([Key(DUE, date), _NUMBER]),
    Sort.PRIORITY: Order([Key(URGENCY, int), _NUMBER], down=True),
}


def _values(mark: str, keys: Sequence[Key]) -> list[Any]:
    """Read a mark; one that was tampered with raises InvalidEdit."""
    try:
        values = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        return [_typed(value, key.kind) for value, key in zip(values, keys, strict=True)]
    except (binascii.Error, UnicodeError, ValueError, TypeError):
        raise InvalidEdit("after", "this page mark is not one of ours; start at page one") from None


def _typed(value: Any, kind: type[Any]) -> Any:
    if kind in {date, datetime}:
        return kind.fromisoformat(value)
    if type(value) is not kind:
        raise TypeError(value)
    return value
