"""Says messages in the language of the page: the one place where refusals are translated."""

from flask_babel import format_number, get_domain

from tracker.domain import messages
from tracker.domain.errors import TrackerError

#: Larger numbers are nobody's; Babel cannot group those of thirty digits.
MOST_GROUPED = 10**15


class _OfThePage:
    """The language that the reader has chosen."""

    def gettext(self, text: str, /) -> str:
        return str(get_domain().get_translations().ugettext(text))

    def ngettext(self, one: str, many: str, count: int, /) -> str:
        return str(get_domain().get_translations().ungettext(one, many, count))

    def number(self, count: int, /) -> str:
        return str(format_number(count)) if abs(count) <= MOST_GROUPED else str(count)


def say(text: str | None) -> str:
    """Return a text of ours in the language of the page, with the values that it remembers."""
    return messages.say(text or "", _OfThePage())


def sentence(said: str | TrackerError) -> str:
    """Write a message, in lower case and without a full stop, as a sentence of the page."""
    message = say(said.message if isinstance(said, TrackerError) else said).strip()
    if not message:
        return ""
    return message[0].upper() + message[1:] + ("" if message[-1] in ".!?…" else ".")
