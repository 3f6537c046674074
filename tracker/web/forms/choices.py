"""A vocabulary as the choices of a select, in the reader's language."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms.fields import SelectChoice

from tracker.domain.vocabulary import Word


def choices(words: type[Word]) -> list[SelectChoice]:
    """Return every word of a vocabulary, in its order."""
    return [SelectChoice(word.value, _(word.label)) for word in words]


def optional_choices(words: type[Word], nothing: Any) -> list[SelectChoice]:
    """Return the same, beginning with a choice of none that reads ``nothing``."""
    return [SelectChoice("", nothing), *choices(words)]
