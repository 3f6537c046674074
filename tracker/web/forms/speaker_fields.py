"""The part of a form that asks who says it."""

from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import SpeakerKind
from tracker.models import Speaker
from tracker.web.forms.base import Form, one_line
from tracker.web.forms.choices import optional_choices
from tracker.web.forms.fields import hidden_number, optional


class SpeakerFields(Form):
    """Who says it: a name, the record behind it, and what to do where there is none or several."""

    speaker = StringField(
        _("Speaker"),
        [Optional(), Length(max=300)],
        filters=[one_line],
        description=_("Start to type and choose; a name that is not known yet can be added."),
        render_kw={"list": "speakers", "autocomplete": "off", "data-suggest": "speakers"},
    )
    #: The record that the name stood for when the form was opened.
    speaker_id = hidden_number()
    namesake = RadioField(_("Which one?"), coerce=int, validate_choice=False)
    new_speaker_kind = SelectField(
        _("Add this speaker as"),
        choices=optional_choices(SpeakerKind, _("Do not add")),
        coerce=optional(SpeakerKind),
    )
    role_as_stated = StringField(
        _("Role as stated"),
        [Optional(), Length(max=300)],
        filters=[one_line],
        description=_("The office or job, in the words of the article."),
    )
    #: Names that are likely here, to choose from before anything is typed.
    speaker_names: Sequence[str] = ()
    #: Whether to show the choice between namesakes, or the offer to add a speaker.
    asks_which = False
    offers_new = False

    def ask_which(self, namesakes: Iterable[Speaker]) -> None:
        """Show the speakers of this name, to choose between."""
        self.asks_which = True
        self.namesake.choices = [SelectChoice(str(one.id), _called(one)) for one in namesakes]
        self.speaker.errors = [_("Several speakers have this name. Choose one below.")]

    def offer_new(self) -> None:
        """Offer to add the speaker."""
        self.offers_new = True
        self.speaker.errors = [
            _("Nobody of this name is known yet. Say below what it is to add it.")
        ]

    def refuse(self, error: InvalidEdit) -> None:
        """Put what a service refused beside its field."""
        name = "speaker" if error.field == "speaker_id" else error.field
        super().refuse(InvalidEdit(name, error.message))


def _called(speaker: Speaker) -> str:
    kind = str(speaker.kind.label).lower()
    return f"{speaker.name} ({speaker.description or kind})"
