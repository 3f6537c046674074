"""Which older value comes back."""

from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from tracker.web.forms.base import Form


class RestoreForm(Form):
    """One field of one event, and the version of the claim that was seen."""

    edit_number = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    event = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    name = HiddenField(validators=[InputRequired()])
