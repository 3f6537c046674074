"""What all forms share."""

from collections.abc import Sequence

from flask_wtf import FlaskForm

from tracker.domain.errors import InvalidEdit
from tracker.web.words.speech import sentence


class Form(FlaskForm):
    """A form with a token against forged requests; errors of services go beside its fields."""

    def refuse(self, error: InvalidEdit) -> None:
        """Put what a service refused beside the field it names, or above the form."""
        message = sentence(error)
        field = self._fields.get(error.field)
        if field is None:
            self.form_errors.append(message)
        else:
            field.errors = [*(field.errors or ()), message]


class ConfirmForm(Form):
    """A button that changes something: nothing but the token."""


def trimmed(value: str | None) -> str | None:
    """Return the text without spaces around it, as a filter of fields."""
    return value.strip() if isinstance(value, str) else value


def one_line(value: str | None) -> str | None:
    """Return the text on one line with single spaces, as a filter of fields."""
    return " ".join(value.split()) if isinstance(value, str) else value


def lines(value: str | None) -> Sequence[str]:
    """Return the lines of a text that hold anything, each once."""
    return tuple(dict.fromkeys(line.strip() for line in (value or "").splitlines() if line.strip()))
