"""How numbers are read from addresses."""

from werkzeug.routing import BaseConverter, ValidationError

from tracker.domain.commands import LARGEST_NUMBER


class RecordNumber(BaseConverter):
    """The number of a record: ASCII digits, no larger than a database holds.

    Werkzeug's own converter takes digits of every script and any length, and a number that the
    database cannot hold would become a failure instead of a page that is not there.
    """

    regex = "[0-9]{1,10}"

    def to_python(self, value: str) -> int:
        """Return the number; one that is too large leads to no page."""
        number = int(value)
        if number > LARGEST_NUMBER:
            raise ValidationError
        return number

    def to_url(self, value: int) -> str:
        """Write the number."""
        return str(int(value))
