"""Forms to sign in, to change one's password, and to become a member."""

from flask_babel import lazy_gettext as _
from wtforms import EmailField, HiddenField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import EqualTo, InputRequired, Length

from tracker.domain.actors import EDITORIAL_LADDER
from tracker.domain.vocabulary import Role
from tracker.services.members.accounts import EMAIL_MAX, NAME_MAX
from tracker.services.members.desks import NAME_MAX as DESK_NAME_MAX
from tracker.services.members.passwords import LONGEST
from tracker.services.members.second_factors import LONGEST as CODE_MAX
from tracker.web.forms.base import Form, one_line, trimmed
from tracker.web.forms.choices import choices

PASSWORD_ADVICE = _(
    "12 characters or more, better 15. Four or five unrelated words are easy to keep."
)
#: The empty choice of a desk: no more than in the house.
NO_MORE = ""


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
        description=PASSWORD_ADVICE,
        render_kw={"autocomplete": "new-password"},
    )
    repeat_password = PasswordField(
        _("New password, once more"),
        [EqualTo("new_password", _("This is not the same as the new password."))],
        render_kw={"autocomplete": "new-password"},
    )


class CodeForm(Form):
    """The second step of signing in."""

    code = StringField(
        _("Code of your phone, or a recovery code"),
        [InputRequired(_("Type the code.")), Length(max=CODE_MAX)],
        filters=[trimmed],
        render_kw={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"},
    )
    next = HiddenField()


class SetUpForm(Form):
    """The first code of a phone, and the password of its owner."""

    secret = HiddenField(validators=[InputRequired()])
    code = StringField(
        _("The code that the app shows now"),
        [InputRequired(_("Type the code.")), Length(max=CODE_MAX)],
        filters=[trimmed],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"},
    )
    current_password = PasswordField(
        _("Your password"),
        [InputRequired(_("Type your password.")), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


class OwnPasswordForm(Form):
    """The password, asked for again before something that guards the account changes."""

    current_password = PasswordField(
        _("Your password"),
        [InputRequired(_("Type your password.")), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


class JoinForm(Form):
    """What an invitation asks for: a name and a password."""

    name = StringField(
        _("Your name, as your colleagues know you"),
        [InputRequired(_("Type your name.")), Length(max=NAME_MAX)],
        filters=[one_line],
        render_kw={"autocomplete": "name"},
    )
    password = PasswordField(
        _("Password"),
        [InputRequired(_("Type a password."))],
        description=PASSWORD_ADVICE,
        render_kw={"autocomplete": "new-password"},
    )
    repeat_password = PasswordField(
        _("Password, once more"),
        [EqualTo("password", _("This is not the same as the password."))],
        render_kw={"autocomplete": "new-password"},
    )


class InviteForm(Form):
    """Whom to invite, and as what."""

    email = EmailField(
        _("E-mail address"),
        [InputRequired(_("Type their e-mail address.")), Length(max=EMAIL_MAX)],
        filters=[trimmed],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    role = SelectField(
        _("Role"),
        coerce=Role,
        choices=choices(Role),
        default=Role.CONTRIBUTOR,
    )


class RoleForm(Form):
    """What a member may do in the whole house."""

    role = SelectField(_("Role"), coerce=Role, choices=choices(Role))


class DeskRoleForm(Form):
    """What a desk adds for a member."""

    role = SelectField(
        _("Role on this desk"),
        choices=[
            SelectChoice(NO_MORE, _("No more than in the house")),
            *(SelectChoice(role.value, _(role.label)) for role in EDITORIAL_LADDER),
        ],
    )

    def to_role(self) -> Role | None:
        """Return the role that was chosen, or None for no more than in the house."""
        return Role(self.role.data) if self.role.data else None


class DeskForm(Form):
    """The name of a desk."""

    name = StringField(
        _("Name of the desk"),
        [InputRequired(_("Type a name.")), Length(max=DESK_NAME_MAX)],
        filters=[one_line],
    )


class ErasureForm(Form):
    """Why a member's personal data must go."""

    reason = TextAreaField(
        _("Why, without naming the person"),
        [InputRequired(_("Say why.")), Length(max=1000)],
        filters=[trimmed],
    )
