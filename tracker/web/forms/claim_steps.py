"""Forms that take a claim a step further: to another stage, to other boundaries, in two, in one."""

from flask_babel import lazy_gettext as _
from wtforms import DateTimeLocalField, HiddenField, IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from tracker.domain.commands import Spans
from tracker.domain.vocabulary import Checkability, SpanPart, Stage
from tracker.web.forms.base import Form, trimmed
from tracker.web.forms.choices import choices, optional_choices
from tracker.web.forms.fields import hidden_number, optional
from tracker.web.texts.passages import read_stretches


class MoveForm(Form):
    """One move of a claim to another stage."""

    #: The version that the mover has seen; without it, whatever stands is moved.
    edit_number = hidden_number()
    to = SelectField(choices=choices(Stage), coerce=Stage)
    note = TextAreaField(_("Why?"), [Length(max=4000)], filters=[trimmed], render_kw={"rows": 2})
    checkability = SelectField(
        _("What is it?"),
        choices=optional_choices(Checkability, _("Choose …")),
        coerce=optional(Checkability),
    )
    embargo_until = DateTimeLocalField(
        _("Not before (UTC)"), [Optional()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    )
    next = HiddenField()


class SpansForm(Form):
    """Where a claim stands: the pieces of each part, as an address writes them."""

    edit_number = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    content = HiddenField()
    cue = HiddenField()
    source = HiddenField()

    def to_spans(self) -> Spans:
        """Return the pieces of each part."""
        return {part: read_stretches(self[part.value].data or "") for part in SpanPart}


class SplitForm(Form):
    """Where a claim is cut in two."""

    edit_number = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    offset = IntegerField(_("Cut here"), [InputRequired(_("Choose where to cut."))])


class MergeForm(Form):
    """Which other claim of the article becomes part of this one."""

    edit_number = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    other = IntegerField(_("Claim"), [InputRequired(_("Choose the other claim."))])
