"""Forms about the sentences of an article."""

from contextlib import suppress

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired

from tracker.domain.coverage import SentenceReason
from tracker.web.converters import whole_number
from tracker.web.forms.base import Form
from tracker.web.forms.choices import choices
from tracker.web.forms.fields import hidden_number


class SentencesForm(Form):
    """Sentences, named by where they begin, or by the event that declined them."""

    sentence = SelectMultipleField(_("Sentences"), coerce=str, validate_choice=False)
    event = hidden_number()
    next = HiddenField()

    @property
    def starts(self) -> frozenset[int]:
        """Return where the sentences begin; what is no number is left out."""
        found = set[int]()
        for written in self.sentence.data or ():
            with suppress(ValueError):
                found.add(whole_number(written))
        return frozenset(found)


class DeclineForm(SentencesForm):
    """Sentences and why they hold no claim."""

    reason = SelectField(
        _("Reason"),
        [InputRequired(_("Choose a reason."))],
        choices=choices(SentenceReason),
        coerce=SentenceReason,
    )
