"""Forms of conversation: a comment and where it stands, an answer, other words."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from tracker.domain.conversation import LONGEST_COMMENT, CommentDraft
from tracker.services.editing.claim_fields import FIELDS
from tracker.web.forms.base import Form, one_line, trimmed
from tracker.web.forms.fields import hidden_number
from tracker.web.words.filters import field_name


def _about_choices() -> list[SelectChoice]:
    whole = SelectChoice("", _("The whole claim"))
    return [whole, *(SelectChoice(name, field_name(name)) for name in FIELDS)]


class WordsForm(Form):
    """What somebody says."""

    words = TextAreaField(
        _("Comment"),
        [DataRequired(_("Write something.")), Length(max=LONGEST_COMMENT)],
        filters=[trimmed],
        description=_("Write @ and a name to call somebody in."),
        render_kw={"rows": 3},
    )


class CommentForm(WordsForm):
    """A new thread, and what it is about."""

    field = SelectField(_("About"), choices=_about_choices, coerce=lambda value: value or None)
    quote = StringField(
        _("Or about these words of the article"),
        [Optional(), Length(max=2000)],
        filters=[one_line],
        description=_("Copy them from the text."),
    )
    #: Where the words were selected, if a script knows it.
    near = hidden_number()

    def to_draft(self) -> CommentDraft:
        """Return what the person asks for."""
        return CommentDraft(
            words=self.words.data or "",
            field=self.field.data,
            quote=self.quote.data or "",
            near=self.near.data,
        )
