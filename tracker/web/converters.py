"""How numbers are read from addresses and forms."""

import re

from werkzeug.routing import BaseConverter, ValidationError

from tracker.domain.commands import LARGEST_NUMBER


def whole_number(written: str) -> int:
    """Read a number that a database can hold; raise ValueError for anything else.

    ``int`` reads digits of every script, and numbers that no database can compare.
    """
    number = int(written) if re.fullmatch("[0-9]{1,10}", written) else -1
    if not 0 <= number <= LARGEST_NUMBER:
        raise ValueError(f"{written[:20]!r} is no number of a record")
    return number


class RecordNumber(BaseConverter):
    """The number of a record: ASCII digits, no larger than a database holds.

    Werkzeug's own converter takes digits of every script and any length, and a number that the
    database cannot hold would become a failure instead of a page that is not there.
    """

    regex = "[0-9]{1,10}"

    def to_python(self, value: str) -> int:
        """Return the number; one that is too large leads to no page."""
        try:
            return whole_number(value)
        except ValueError:
            raise ValidationError from None

    def to_url(self, value: int) -> str:
        """Write the number."""
        return str(int(value))
