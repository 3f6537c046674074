"""What somebody wants done to many claims at once."""

import re
from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from tracker.domain.commands import LARGEST_NUMBER
from tracker.domain.vocabulary import Checkability, Deed, Priority
from tracker.models import Account
from tracker.services.reviewing.bulk import Seen
from tracker.services.reviewing.bulk_deeds import NEEDS_CHECKABILITY, NEEDS_NOTE, Order
from tracker.web.forms.base import Form, trimmed
from tracker.web.forms.choices import choices, optional_choices
from tracker.web.forms.fields import optional
from tracker.web.pages.moves import REASONS

_ROW = re.compile(r"(\d{1,10})\.(\d{1,10})")


class BulkForm(Form):
    """One deed, the claims it is done to as they were seen, and what is said along with it."""

    deed = SelectField(choices=choices(Deed), coerce=Deed)
    #: ``12.3,13.1``: the number of a claim, and its edit number.
    rows = HiddenField()
    checkability = SelectField(
        _("What are they?"),
        choices=optional_choices(Checkability, _("Choose …")),
        coerce=optional(Checkability),
    )
    note = TextAreaField(_("Why?"), [Length(max=4000)], filters=[trimmed], render_kw={"rows": 2})
    assignee_id = SelectField(
        _("Who checks them"), coerce=lambda value: int(value) if value else None
    )
    due_on = DateField(_("Due on"), [Optional()])
    priority = SelectField(
        _("Priority"), choices=choices(Priority), coerce=Priority, default=Priority.NORMAL
    )

    def offer(self, checkers: Sequence[Account]) -> None:
        """Fill in who may be chosen, and keep what the deed does not ask out of the form."""
        self.assignee_id.choices = [
            SelectChoice("", _("Nobody")),
            *(SelectChoice(str(one.id), one.name) for one in checkers),
        ]
        if self.deed.data is Deed.DECLINE:
            self.checkability.choices = [
                SelectChoice("", _("Choose …")),
                *(SelectChoice(word.value, _(word.label)) for word in REASONS),
            ]

    @property
    def asked(self) -> list[str]:
        """Return the names of the fields that the deed asks for."""
        deed = self.deed.data
        wanted = {
            "checkability": deed in NEEDS_CHECKABILITY,
            "assignee_id": deed is Deed.ASSIGN,
            "due_on": deed is Deed.SET_DUE,
            "priority": deed is Deed.SET_PRIORITY,
            "note": deed in NEEDS_NOTE | NEEDS_CHECKABILITY | {Deed.ARCHIVE, Deed.BRING_BACK},
        }
        return [name for name, is_asked in wanted.items() if is_asked]

    @property
    def seen(self) -> list[Seen]:
        """Return the claims with the edit numbers that were seen; what is no row is left out."""
        found = (_ROW.fullmatch(part) for part in (self.rows.data or "").split(","))
        pairs = [(int(one[1]), int(one[2])) for one in found if one]
        return [pair for pair in pairs if max(pair) <= LARGEST_NUMBER]

    def to_order(self) -> Order:
        """Return the order; what the deed does not ask for is left out."""
        given = {name: self[name].data for name in self.asked}
        return Order(deed=self.deed.data, **given | {"note": given.get("note") or ""})
