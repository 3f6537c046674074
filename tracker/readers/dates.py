"""Dates as documents write them; what is ambiguous is no date."""

import re
import time
from datetime import date
from email.utils import parsedate_to_datetime

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_PDF = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_WORDS = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%Y/%m/%d", "%Y%m%d")


def stated_date(text: str | None) -> date | None:
    """Return the date that the text states, as written there, whatever the time zone.

    Understands ISO 8601, RFC 5322, PDF dates and English month names. Figures alone in day or
    month order (05/01/2026) mean different days in different newsrooms and give None.
    """
    text = (text or "").strip()[:100]
    numbers = _ISO.match(text) or _PDF.match(text)
    if numbers:
        return _calendar_day(numbers)
    return _day_in_words(text) or _day_of_message(text)


def _calendar_day(numbers: re.Match[str]) -> date | None:
    year, month, day = (int(number) for number in numbers.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day_in_words(text: str) -> date | None:
    for pattern in _WORDS:
        try:
            return date(*time.strptime(text, pattern)[:3])
        except ValueError:
            continue
    return None


def _day_of_message(text: str) -> date | None:
    try:
        return parsedate_to_datetime(text).date()
    except (TypeError, ValueError, OverflowError):
        return None
