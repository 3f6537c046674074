"""Forms about speakers."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.validators import URL, InputRequired, Length, Optional, ValidationError

from tracker.domain.commands import RoleEdit, SpeakerEdit
from tracker.domain.vocabulary import SpeakerKind
from tracker.models import Speaker
from tracker.web.forms.choices import choices
from tracker.web.forms.fields import hidden_number


class SpeakerForm(FlaskForm):
    """The facts about one speaker."""

    name = StringField(_("Name"), [InputRequired(), Length(max=300)])
    kind = SelectField(_("Kind"), choices=choices(SpeakerKind))
    description = TextAreaField(
        _("Who is this?"),
        [Optional(), Length(max=2000)],
        description=_("One line that tells this speaker from others of the same name."),
    )
    same_as = URLField(
        _("Address that identifies the speaker"),
        [Optional(), URL(), Length(max=2000)],
        description=_("Such as the Wikidata page; reports link to it."),
    )
    aliases = TextAreaField(
        _("Other names"),
        [Optional(), Length(max=4000)],
        description=_("One a line, as articles write them."),
    )
    edit_number = hidden_number()

    @classmethod
    def for_speaker(cls, speaker: Speaker) -> "SpeakerForm":
        """Return the form filled from the record, or from what was posted."""
        return cls(
            data={
                "name": speaker.name,
                "kind": speaker.kind.value,
                "description": speaker.description,
                "same_as": speaker.same_as,
                "aliases": "\n".join(alias.name for alias in speaker.aliases),
                "edit_number": speaker.edit_number,
            }
        )

    def to_edit(self) -> SpeakerEdit:
        """Return what the person asks for."""
        names = (line.strip() for line in (self.aliases.data or "").splitlines())
        return SpeakerEdit(
            name=(self.name.data or "").strip(),
            kind=SpeakerKind(self.kind.data),
            description=(self.description.data or "").strip(),
            same_as=self.same_as.data or None,
            aliases=tuple(dict.fromkeys(name for name in names if name)),
            edit_number=self.edit_number.data,
        )


class RoleForm(FlaskForm):
    """An office or job of a speaker."""

    title = StringField(_("Role"), [InputRequired(), Length(max=300)])
    organisation = StringField(_("Organisation"), [Optional(), Length(max=300)])
    starts_on = DateField(_("From"), [Optional()])
    ends_on = DateField(_("To"), [Optional()])

    def validate_ends_on(self, field: DateField) -> None:
        """Refuse a role that ends before it begins."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("The role cannot end before it begins."))

    def to_edit(self) -> RoleEdit:
        """Return what the person asks for."""
        return RoleEdit(
            title=(self.title.data or "").strip(),
            organisation=self.organisation.data or None,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
        )


class MergeForm(FlaskForm):
    """Which speaker this record is the same as."""

    into = IntegerField(
        _("Same as speaker number"),
        [InputRequired()],
        description=_("Type a name and choose from the list."),
    )


class ConfirmForm(FlaskForm):
    """A button that changes something: nothing but the token against forged requests."""
