"""Fields that several forms are made of."""

from collections.abc import Callable
from typing import Any

from wtforms import IntegerField, SelectMultipleField
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from tracker.domain.commands import LARGEST_NUMBER
from tracker.domain.vocabulary import Word


def optional(words: type[Word]) -> Callable[[Any], Word | None]:
    """Return a reader of a select in which nothing may be chosen."""
    return lambda value: words(value) if value else None


class CheckboxListField(SelectMultipleField):
    """Several words of a vocabulary, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def hidden_number() -> IntegerField:
    """Return a hidden field that holds a whole number, or nothing."""
    limits = NumberRange(0, LARGEST_NUMBER)
    return IntegerField(widget=HiddenInput(), validators=[Optional(), limits])
