"""The form that puts a feed under watch."""

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, URLField
from wtforms.validators import InputRequired, Length, NumberRange

from tracker.services.articles import feeds
from tracker.web.forms.base import Form, trimmed

_WEEK = 7 * 24 * 60


class FeedForm(Form):
    """Where the feed is, and how often to look."""

    url = URLField(
        _("Address of the feed"),
        [InputRequired(_("Give the address of the feed.")), Length(max=2000)],
        description=_("RSS or Atom. Each new entry is fetched and comes in as an article."),
        filters=[trimmed],
    )
    every = IntegerField(
        _("Minutes between two checks"),
        [InputRequired(), NumberRange(5, _WEEK)],
        default=feeds.EVERY,
    )
