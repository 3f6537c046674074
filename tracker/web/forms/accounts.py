"""Forms to sign in and to change one's password."""

from flask_babel import lazy_gettext as _
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from tracker.services.accounts import EMAIL_MAX
from tracker.services.passwords import LONGEST
from tracker.web.forms.base import Form, trimmed


class SignInForm(Form):
    """The address and password of a member, and where they were going."""

    email = EmailField(
        _("E-mail address"),
        [InputRequired(_("Type your e-mail address.")), Length(max=EMAIL_MAX)],
        filters=[trimmed],
        render_kw={"autocomplete": "username", "autofocus": True, "spellcheck": "false"},
    )
    password = PasswordField(
        _("Password"),
        [InputRequired(_("Type your password.")), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class PasswordForm(Form):
    """The password a member has, and the one they want."""

    current_password = PasswordField(
        _("Your password now"),
        [InputRequired(_("Type the password you have now.")), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    new_password = PasswordField(
        _("New password"),
        [InputRequired(_("Type a new password."))],
        description=_("12 characters or more. Four or five unrelated words are easy to keep."),
        render_kw={"autocomplete": "new-password"},
    )
    repeat_password = PasswordField(
        _("New password, once more"),
        [EqualTo("new_password", _("This is not the same as the new password."))],
        render_kw={"autocomplete": "new-password"},
    )
