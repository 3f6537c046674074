"""The form that makes a token."""

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from tracker.domain.actors import Actor
from tracker.domain.scopes import Scope, grantable
from tracker.services.members.tokens import LONGEST_DAYS, NAME_MAX, USUAL_DAYS
from tracker.web.forms.base import Form, one_line
from tracker.web.forms.fields import CheckboxListField


class TokenForm(Form):
    """What the program is called, what it may do, and for how long."""

    name = StringField(
        _("What is it for?"),
        [InputRequired(_("Say what the token is for.")), Length(max=NAME_MAX)],
        filters=[one_line],
        description=_("Such as: nightly import, web site."),
    )
    scopes = CheckboxListField(_("What may it do?"))
    days = IntegerField(
        _("For how many days?"),
        [InputRequired(_("Give a number of days.")), NumberRange(1, LONGEST_DAYS)],
        default=USUAL_DAYS,
        render_kw={"inputmode": "numeric"},
    )

    @classmethod
    def of(cls, actor: Actor, *, is_new: bool = False) -> "TokenForm":
        """Return the form with the scopes that the actor may give; a new one is empty."""
        form = cls(formdata=None) if is_new else cls()
        form.scopes.choices = [(one.value, _(one.label)) for one in grantable(actor)]
        return form

    @property
    def chosen(self) -> list[Scope]:
        """Return the scopes that were ticked."""
        return [Scope(word) for word in self.scopes.data or ()]
