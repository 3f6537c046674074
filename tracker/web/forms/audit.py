"""What to look for in the history of the house."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, IntegerField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import NumberRange, Optional

from tracker.domain.commands import LARGEST_NUMBER
from tracker.services.trail.audit import Search
from tracker.web.forms.base import Form
from tracker.web.words.deeds import DEEDS

#: The records that events are about, as the filter calls them.
WORDS = {
    "account": "Account",
    "article": "Article",
    "claim": "Claim",
    "demonstration": "Demonstration",
    "desk": "Desk",
    "external_review": "Check of another publisher",
    "feed": "Feed",
    "import": "Import",
    "invitation": "Invitation",
    "job": "Export",
    "outlet": "Outlet",
    "saved_filter": "Saved list",
    "speaker": "Speaker",
    "token": "Token",
    "verdict_scale": "Scale",
    "webhook": "Webhook",
}


class AuditForm(Form):
    """The filters stand in the address, so the form needs no token."""

    class Meta:
        """Read from the address."""

        csrf = False

    actor = IntegerField(_("Person"), [Optional(), NumberRange(1, LARGEST_NUMBER)])
    action = SelectField(_("What was done"), [Optional()], validate_choice=False)
    subject = SelectField(_("Record"), [Optional()], validate_choice=False)
    number = IntegerField(_("Number"), [Optional(), NumberRange(1, LARGEST_NUMBER)])
    since = DateField(_("From"), [Optional()])
    until = DateField(_("To"), [Optional()])

    def offer(self) -> "AuditForm":
        """Fill the choices in the reader's language."""
        anything = SelectChoice("", gettext("Anything"))
        self.action.choices = [
            anything,
            *(SelectChoice(one, gettext(DEEDS[one])) for one in sorted(DEEDS)),
        ]
        self.subject.choices = [
            anything,
            *(SelectChoice(one, gettext(word)) for one, word in WORDS.items()),
        ]
        return self

    def to_search(self) -> Search:
        """Return what is looked for; a filter that was not understood is left out."""
        good = {name: field.data for name, field in self._fields.items() if not field.errors}
        return Search(
            actor_id=good.get("actor"),
            action=good.get("action") or "",
            subject=good.get("subject") or "",
            subject_id=good.get("number"),
            since=good.get("since"),
            until=good.get("until"),
        )
