"""The form of a webhook."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, StringField, URLField
from wtforms.validators import InputRequired, Length

from tracker.domain.announcements import Announcement
from tracker.models import Webhook
from tracker.services.hooks.webhook_fields import NAME_MAX, URL_MAX, WebhookEdit
from tracker.web.forms.base import Form, one_line, trimmed
from tracker.web.forms.choices import choices
from tracker.web.forms.fields import CheckboxListField, hidden_number


class WebhookForm(Form):
    """Where messages go, and what they tell."""

    name = StringField(
        _("What is it called?"),
        [InputRequired(_("Give it a name.")), Length(max=NAME_MAX)],
        filters=[one_line],
    )
    url = URLField(
        _("Address"),
        [InputRequired(_("Give the address that is told.")), Length(max=URL_MAX)],
        filters=[trimmed],
        description=_("It begins with https:// and is on the public web."),
    )
    events = CheckboxListField(_("What is it told of?"), choices=choices(Announcement))
    is_active = BooleanField(_("Messages are sent"), default=True)
    edit_number: IntegerField = hidden_number()

    @classmethod
    def of(cls, webhook: Webhook) -> "WebhookForm":
        """Return the form as the webhook fills it."""
        return cls(obj=webhook)

    def to_edit(self) -> WebhookEdit:
        """Return what the form asks for."""
        return WebhookEdit(
            name=self.name.data or "",
            url=self.url.data or "",
            events=[Announcement(word) for word in self.events.data or ()],
            is_active=bool(self.is_active.data),
        )
