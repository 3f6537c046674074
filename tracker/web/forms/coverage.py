"""Forms about the sentences of an article."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired

from tracker.domain.vocabulary import SentenceReason
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
        given = self.sentence.data or ()
        return frozenset(int(value) for value in given if value.isascii() and value.isdigit())


class DeclineForm(SentencesForm):
    """Sentences and why they hold no claim."""

    reason = SelectField(
        _("Reason"),
        [InputRequired(_("Choose a reason."))],
        choices=choices(SentenceReason),
        coerce=SentenceReason,
    )
