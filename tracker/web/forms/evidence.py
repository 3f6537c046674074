"""Forms for evidence, its snapshot, replies and media of a claim."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from tracker.domain.evidence import EvidenceEdit, MediaEdit, ReplyEdit
from tracker.domain.evidence_words import (
    Authenticity,
    EvidenceKind,
    MediaKind,
    ReplyChannel,
    ReplyOutcome,
    Stance,
)
from tracker.services.sourcing.evidence import PASSAGE_MAX
from tracker.web.forms.base import Form, one_line, trimmed
from tracker.web.forms.choices import choices, optional_choices
from tracker.web.forms.fields import CheckboxListField, hidden_number, optional

_LONGEST_URL = 2000
_LONGEST_TEXT = 1_000_000


class SnapshotForm(Form):
    """A copy of a source: a file or pasted text."""

    upload = FileField(
        _("File"),
        [Optional()],
        description=_("Web page, PDF, Word, text or picture (PNG, JPEG, WebP, GIF), up to 20 MB."),
    )
    pasted = TextAreaField(
        _("Or its text"),
        [Optional(), Length(max=_LONGEST_TEXT)],
        description=_("What you pasted, noted down or were told."),
        render_kw={"rows": 4},
    )


class EvidenceForm(SnapshotForm):
    """One source, and on request a snapshot of it."""

    edit_number = hidden_number()
    kind = SelectField(_("What is it?"), choices=choices(EvidenceKind), coerce=EvidenceKind)
    stance = SelectField(_("What does it say?"), choices=choices(Stance), coerce=Stance)
    title = StringField(
        _("Title"),
        [DataRequired(_("Say in a few words what it is.")), Length(max=300)],
        filters=[one_line],
    )
    publisher = StringField(
        _("Publisher"),
        [Optional(), Length(max=200)],
        description=_("Who stands behind it. Sources of one publisher count once."),
        filters=[one_line],
    )
    url = URLField(_("Address"), [Optional(), Length(max=_LONGEST_URL)], filters=[trimmed])
    archive_url = URLField(
        _("Archived copy"),
        [Optional(), Length(max=_LONGEST_URL)],
        description=_("Its address in a web archive."),
        filters=[trimmed],
    )
    passage = TextAreaField(
        _("Passage"),
        [Optional(), Length(max=PASSAGE_MAX)],
        description=_("The words that bear on the claim, copied as they stand."),
        render_kw={"rows": 3},
    )
    independence_group = StringField(
        _("Draws on"),
        [Optional(), Length(max=200)],
        description=_("Sources that draw on the same third one count once: name it here."),
        filters=[one_line],
    )
    accessed_on = DateField(_("Read on"), [Optional()])
    valid_until = DateField(_("Valid until"), [Optional()])
    note = TextAreaField(_("Internal note"), [Optional(), Length(max=4000)], render_kw={"rows": 2})
    position = IntegerField(
        _("Place in the list"), [Optional(), NumberRange(1, 1000)], render_kw={"min": 1}
    )
    fetches = BooleanField(_("Fetch the address now and keep a snapshot"))

    def to_edit(self) -> EvidenceEdit:
        """Return what the person asks for."""
        return EvidenceEdit(
            kind=self.kind.data,
            stance=self.stance.data,
            title=self.title.data or "",
            publisher=self.publisher.data or None,
            url=self.url.data or None,
            archive_url=self.archive_url.data or None,
            passage=self.passage.data or "",
            independence_group=self.independence_group.data or None,
            accessed_on=self.accessed_on.data,
            valid_until=self.valid_until.data,
            note=self.note.data or "",
            position=self.position.data,
            edit_number=self.edit_number.data,
        )


class ReplyForm(Form):
    """One time somebody was asked for a reply."""

    edit_number = hidden_number()
    outcome = SelectField(_("What came of it?"), choices=choices(ReplyOutcome), coerce=ReplyOutcome)
    asked_whom = StringField(_("Whom did we ask?"), [Length(max=300)], filters=[one_line])
    channel = SelectField(
        _("How?"),
        choices=optional_choices(ReplyChannel, _("Choose …")),
        coerce=optional(ReplyChannel),
    )
    asked_on = DateField(_("Asked on"), [Optional()])
    deadline = DateField(_("Until when may they answer?"), [Optional()])
    answered_on = DateField(_("Answered on"), [Optional()])
    answer = TextAreaField(
        _("Answer in full"),
        [Optional(), Length(max=20_000)],
        description=_("For the newsroom only."),
        render_kw={"rows": 4},
    )
    public_answer = TextAreaField(
        _("What we quote of it"),
        [Optional(), Length(max=2000)],
        description=_("Readers of the report see this."),
        render_kw={"rows": 3},
    )
    reason = TextAreaField(
        _("Why was nobody asked?"),
        [Optional(), Length(max=1000)],
        description=_("Only where nobody was asked. Readers of the report see this."),
        render_kw={"rows": 2},
    )
    note = TextAreaField(_("Internal note"), [Optional(), Length(max=4000)], render_kw={"rows": 2})

    def to_edit(self) -> ReplyEdit:
        """Return what the person asks for."""
        return ReplyEdit(
            outcome=self.outcome.data,
            asked_whom=self.asked_whom.data or "",
            channel=self.channel.data,
            asked_on=self.asked_on.data,
            deadline=self.deadline.data,
            answered_on=self.answered_on.data,
            answer=self.answer.data or "",
            public_answer=self.public_answer.data or "",
            reason=self.reason.data or "",
            note=self.note.data or "",
            edit_number=self.edit_number.data,
        )


class MediaForm(Form):
    """A picture, film or recording in which the claim was made."""

    edit_number = hidden_number()
    kind = SelectField(_("What is it?"), choices=choices(MediaKind), coerce=MediaKind)
    description = TextAreaField(
        _("What is to be seen or heard?"), [Optional(), Length(max=2000)], render_kw={"rows": 2}
    )
    content_url = URLField(
        _("Address"),
        [DataRequired(_("Say where it was shared.")), Length(max=_LONGEST_URL)],
        filters=[trimmed],
    )
    archive_url = URLField(
        _("Archived copy"), [Optional(), Length(max=_LONGEST_URL)], filters=[trimmed]
    )
    authenticity = CheckboxListField(_("What was done to it?"), choices=choices(Authenticity))
    original_url = URLField(
        _("Where the original stands"), [Optional(), Length(max=_LONGEST_URL)], filters=[trimmed]
    )
    original_context = TextAreaField(
        _("What the original really shows"),
        [Optional(), Length(max=2000)],
        render_kw={"rows": 2},
    )

    def to_edit(self) -> MediaEdit:
        """Return what the person asks for."""
        words: list[Any] = self.authenticity.data or []
        return MediaEdit(
            kind=self.kind.data,
            content_url=self.content_url.data or "",
            description=self.description.data or "",
            archive_url=self.archive_url.data or None,
            authenticity=tuple(Authenticity(word) for word in words),
            original_url=self.original_url.data or None,
            original_context=self.original_context.data or "",
            edit_number=self.edit_number.data,
        )


class ReasonForm(Form):
    """Why something no longer counts."""

    reason = StringField(_("Why?"), [Length(max=1000)], filters=[trimmed])
