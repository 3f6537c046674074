"""The name under which filters are kept, and who sees it."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired, Length

from tracker.services.listing.saved_filters import NAME_MAX, QUERY_MAX
from tracker.web.forms.base import Form, one_line


class SavedFilterForm(Form):
    """A saved list."""

    name = StringField(
        _("Name"),
        [DataRequired(_("Give the list a name.")), Length(max=NAME_MAX)],
        filters=[one_line],
    )
    query = HiddenField(validators=[Length(max=QUERY_MAX)])
    is_shared = BooleanField(_("Show it to the whole newsroom"))
