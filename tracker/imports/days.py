"""Days as publishers write them, in numbers or in words; what can be read in two ways is not."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from tracker.domain.folding import fold

_MONTHS = (
    "january enero janvier januar janeiro gennaio",
    "february febrero fevrier februar fevereiro febbraio",
    "march marzo mars marz marco maerz",
    "april abril avril aprile",
    "may mayo mai maio maggio",
    "june junio juin juni junho giugno",
    "july julio juillet juli julho luglio",
    "august agosto aout",
    "september septiembre setiembre septembre setembro settembre",
    "october octubre octobre oktober outubro ottobre",
    "november noviembre novembre novembro",
    "december diciembre decembre dezember dezembro dicembre",
)
_NUMBERS: Mapping[str, int] = {
    name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()
}
#: Shorter ones are of no month or of two, as "ju" is.
_SHORTEST = 3
_IN_ORDER = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_IN_WORDS = re.compile(
    r"(?:\w+,? )?(\d{1,2})(?:st|nd|rd|th|er|º|\.)? (?:de |of )?"
    r"([^\W\d_]+)\.?,? (?:de |del )?(\d{4})\b"
)
_MONTH_FIRST = re.compile(r"(?:\w+,? )?([^\W\d_]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")
_LAST_MONTH = 12


def read(text: str) -> date | None:
    """Return the day that a date, a moment or an e-mail's date says; None where none is sure."""
    for reader in _READERS:
        try:
            if day := reader(text):
                return day
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _in_order(text: str) -> date | None:
    match = _IN_ORDER.match(text)
    # Eight digits are a day, six are none, and ten are a moment.
    if match is None or (not match[2] and len(match[0]) != len("20251102")):
        return None
    return date(int(match[1]), int(match[3]), int(match[4]))


def _day_first(text: str) -> date | None:
    """Read 02.11.2025; with strokes only where one of the two can be no month."""
    match = _DAY_FIRST.match(text)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] != "." and first <= _LAST_MONTH and second <= _LAST_MONTH and first != second:
        return None
    return date(year, first, second) if second > _LAST_MONTH else date(year, second, first)


def _in_words(text: str) -> date | None:
    folded = fold(text)
    if match := _IN_WORDS.match(folded):
        return date(int(match[3]), _month(match[2]), int(match[1]))
    if match := _MONTH_FIRST.match(folded):
        return date(int(match[3]), _month(match[1]), int(match[2]))
    return None


def _month(word: str) -> int:
    """Return the number of a month by its name or the beginning of it; raise ValueError."""
    found = {number for name, number in _NUMBERS.items() if name.startswith(word)}
    if len(word) < _SHORTEST or len(found) != 1:
        raise ValueError(f"{word} is no month")
    return found.pop()


def _of_mail(text: str) -> date | None:
    return parsedate_to_datetime(text).date()


def _since_the_epoch(text: str) -> date | None:
    # Some scrapers write the seconds or milliseconds of the epoch.
    if text.isdigit() and len(text) in {10, 13}:
        return datetime.fromtimestamp(int(text[:10]), UTC).date()
    return None


_READERS: tuple[Callable[[str], date | None], ...] = (
    _in_order,
    _day_first,
    _in_words,
    _since_the_epoch,
    _of_mail,
)
