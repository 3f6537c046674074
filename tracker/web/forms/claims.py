"""Forms about one claim: what it says, where it stands, and what becomes of it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from tracker.domain.commands import LARGEST_NUMBER, ClaimDraft, ClaimEdit, Spans, Stretch
from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import (
    AttributionVerdict,
    Certainty,
    Checkability,
    ClaimKind,
    ContentVerdict,
    Qualifier,
    SpanPart,
    SpeakerKind,
    SpeechAct,
    Stage,
    Word,
)
from tracker.domain.workflow import OPEN_STAGES
from tracker.models import Account, Claim, Speaker
from tracker.services.claim_fields import FIELDS, VERDICT_FIELDS
from tracker.web.forms.base import Form, one_line, trimmed
from tracker.web.forms.choices import choices, optional_choices
from tracker.web.passages import read_stretches


def optional(words: type[Word]) -> Callable[[Any], Word | None]:
    """Return a reader of a select in which nothing may be chosen."""
    return lambda value: words(value) if value else None


class CheckboxListField(SelectMultipleField):
    """Several words of a vocabulary, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _number() -> IntegerField:
    limits = NumberRange(0, LARGEST_NUMBER)
    return IntegerField(widget=HiddenInput(), validators=[Optional(), limits])


class SpeakerFields(Form):
    """Who says it: a name, the record behind it, and what to do where there is none or several."""

    speaker = StringField(
        _("Speaker"),
        [Optional(), Length(max=300)],
        filters=[one_line],
        description=_("Start to type and choose; a name that is not known yet can be added."),
        render_kw={"list": "speakers", "autocomplete": "off", "data-suggest": "speakers"},
    )
    #: The record that the name stood for when the form was opened.
    speaker_id = _number()
    namesake = RadioField(_("Which one?"), coerce=int, validate_choice=False)
    new_speaker_kind = SelectField(
        _("Add this speaker as"),
        choices=optional_choices(SpeakerKind, _("Do not add")),
        coerce=optional(SpeakerKind),
    )
    role_as_stated = StringField(
        _("Role as stated"),
        [Optional(), Length(max=300)],
        filters=[one_line],
        description=_("The office or job, in the words of the article."),
    )
    #: Names that are likely here, to choose from before anything is typed.
    speaker_names: Sequence[str] = ()
    #: Whether to show the choice between namesakes, or the offer to add a speaker.
    asks_which = False
    offers_new = False

    def ask_which(self, namesakes: Iterable[Speaker]) -> None:
        """Show the speakers of this name, to choose between."""
        self.asks_which = True
        self.namesake.choices = [SelectChoice(str(one.id), _called(one)) for one in namesakes]
        self.speaker.errors = [_("Several speakers have this name. Choose one below.")]

    def offer_new(self) -> None:
        """Offer to add the speaker."""
        self.offers_new = True
        self.speaker.errors = [
            _("Nobody of this name is known yet. Say below what it is to add it.")
        ]

    def refuse(self, error: InvalidEdit) -> None:
        """Put what a service refused beside its field."""
        name = "speaker" if error.field == "speaker_id" else error.field
        super().refuse(InvalidEdit(name, str(error)))


class ClaimForm(SpeakerFields):
    """All that an editor may write about a claim."""

    edit_number = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    #: The newest event when the form was opened: what came later, the person has not seen.
    seen_event = _number()
    wording = TextAreaField(
        _("Claim"),
        [DataRequired(_("Say what is claimed.")), Length(max=4000)],
        filters=[trimmed],
        description=_("One sentence that stands alone, without the article beside it."),
        render_kw={"rows": 3},
    )
    kind = SelectField(_("Kind"), choices=choices(ClaimKind), coerce=ClaimKind)
    speech_act = SelectField(
        _("What the speaker does"), choices=choices(SpeechAct), coerce=SpeechAct
    )
    medium = StringField(
        _("Medium"),
        [Optional(), Length(max=200)],
        filters=[one_line],
        description=_("Such as X, an interview or a statement."),
    )
    said_on = DateField(_("Said on"), [Optional()])
    note = TextAreaField(
        _("Note"),
        [Length(max=20_000)],
        filters=[trimmed],
        description=_("For the newsroom only."),
        render_kw={"rows": 2},
    )
    checkability = SelectField(
        _("Can it be checked?"),
        choices=optional_choices(Checkability, _("Not yet decided")),
        coerce=optional(Checkability),
    )
    attribution_verdict = SelectField(
        _("Did they say it?"), choices=choices(AttributionVerdict), coerce=AttributionVerdict
    )
    content_verdict = SelectField(
        _("Is it true?"), choices=choices(ContentVerdict), coerce=ContentVerdict
    )
    qualifiers = CheckboxListField(
        _("What the verdict alone does not say"), choices=choices(Qualifier), coerce=Qualifier
    )
    verdict_as_of = DateField(
        _("As of"), [Optional()], description=_("Evidence up to this day was considered.")
    )
    verdict_certainty = SelectField(
        _("How sure are we?"),
        choices=optional_choices(Certainty, _("Not said")),
        coerce=optional(Certainty),
    )
    explanation = TextAreaField(
        _("Why"),
        [Length(max=50_000)],
        filters=[trimmed],
        description=_("The reason for the verdict, as readers will see it."),
        render_kw={"rows": 5},
    )
    assignee_id = SelectField(
        _("Who checks it"), coerce=lambda value: int(value) if value else None
    )
    due_on = DateField(_("Due on"), [Optional()])

    @classmethod
    def for_claim(
        cls,
        claim: Claim,
        checkers: Sequence[Account],
        *,
        seen_event: int,
        kept: Iterable[str] = (),
        ignores_post: bool = False,
    ) -> "ClaimForm":
        """Return the form filled from the claim, or from what was posted.

        Fields in ``kept``, and verdicts where the stage does not admit one, are left out of the
        form, and so stay as they are.
        """
        facts = {name: getattr(claim, name) for name in (*FIELDS, "edit_number")}
        speaker = claim.speaker.name if claim.speaker else None
        facts |= {"speaker": speaker, "seen_event": seen_event}
        form = cls(formdata=None, data=facts) if ignores_post else cls(data=facts)
        people = {one.id: one.name for one in (*checkers, claim.assignee) if one}
        form.assignee_id.choices = [
            SelectChoice("", _("Nobody yet")),
            *(SelectChoice(str(number), name) for number, name in people.items()),
        ]
        closed = () if claim.stage in OPEN_STAGES else VERDICT_FIELDS
        for name in {*closed, *kept}.intersection(FIELDS):
            form.leave_out(name)
        return form

    @property
    def takes_verdict(self) -> bool:
        """Tell whether the verdict may be written at this stage."""
        return any(name in self for name in VERDICT_FIELDS)

    def leave_out(self, name: str) -> None:
        """Drop a field, so that what the claim has stays."""
        names = ("speaker", "speaker_id") if name == "speaker_id" else (name,)
        for one in names:
            if one in self:
                del self[one]

    def to_edit(self, claim: Claim, speaker_id: int | None) -> ClaimEdit:
        """Return what the person asks for; what the form left out stays as the claim has it."""
        stands = {name: getattr(claim, name) for name in FIELDS}
        asked = {name: self[name].data for name in FIELDS if name in self}
        values = stands | {name: value or _EMPTY.get(name) for name, value in asked.items()}
        values["qualifiers"] = tuple(Qualifier(word) for word in values["qualifiers"] or ())
        if "speaker" in self:
            values["speaker_id"] = speaker_id
        return ClaimEdit(edit_number=self.edit_number.data, **values)


#: What an empty field of a text that is never missing means.
_EMPTY = {"note": "", "explanation": "", "wording": ""}


class MoveForm(Form):
    """One move of a claim to another stage."""

    #: The version that the mover has seen; without it, whatever stands is moved.
    edit_number = _number()
    to = SelectField(choices=choices(Stage), coerce=Stage)
    note = TextAreaField(_("Why?"), [Length(max=4000)], filters=[trimmed], render_kw={"rows": 2})
    checkability = SelectField(
        _("What is it?"),
        choices=optional_choices(Checkability, _("Choose …")),
        coerce=optional(Checkability),
    )
    next = HiddenField()


class SpansForm(Form):
    """Where a claim stands: the pieces of each part, as an address writes them."""

    edit_number = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    content = HiddenField()
    cue = HiddenField()
    source = HiddenField()

    def to_spans(self) -> Spans:
        """Return the pieces of each part."""
        return {part: read_stretches(self[part.value].data or "") for part in SpanPart}


class SplitForm(Form):
    """Where a claim is cut in two."""

    edit_number = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    offset = IntegerField(_("Cut here"), [InputRequired(_("Choose where to cut."))])


class MergeForm(Form):
    """Which other claim of the article becomes part of this one."""

    edit_number = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    other = IntegerField(_("Claim"), [InputRequired(_("Choose the other claim."))])


class NewClaimForm(SpeakerFields):
    """A statement that the extractor missed: its words, pasted or selected in the article."""

    passage = TextAreaField(
        _("What is said"),
        [DataRequired(_("Paste the words of the article.")), Length(max=20_000)],
        description=_("The words as they stand in the article; quotation marks may stay."),
        render_kw={"rows": 4},
    )
    #: Where the passage stands, once that is known: ``525-778``.
    place = RadioField(_("Which of these places?"), validate_choice=False, validators=[Optional()])
    cue_words = StringField(
        _("How it is said"), [Optional(), Length(max=300)], description=_("Such as: told reporters")
    )
    source_words = StringField(
        _("Who says it, in the article's words"),
        [Optional(), Length(max=300)],
        description=_("Such as: the minister. The nearest place in the article is taken."),
    )
    wording = TextAreaField(
        _("Claim"),
        [Length(max=4000)],
        filters=[trimmed],
        description=_("One sentence that stands alone. Left empty, it is made from the passage."),
        render_kw={"rows": 2},
    )
    speech_act = SelectField(
        _("What the speaker does"), choices=choices(SpeechAct), coerce=SpeechAct, default="states"
    )
    medium = StringField(_("Medium"), [Optional(), Length(max=200)], filters=[one_line])
    note = TextAreaField(_("Note"), [Length(max=20_000)], filters=[trimmed], render_kw={"rows": 2})

    @property
    def chosen(self) -> Stretch | None:
        """Return the place that was chosen, if one was."""
        return next(iter(read_stretches(self.place.data or "")), None)

    def to_draft(self, version_id: int, spans: Spans, speaker_id: int | None) -> ClaimDraft:
        """Return the claim that the person asks for."""
        return ClaimDraft(
            article_version_id=version_id,
            spans=spans,
            wording=self.wording.data or "",
            speech_act=self.speech_act.data,
            speaker_id=speaker_id,
            role_as_stated=self.role_as_stated.data or None,
            medium=self.medium.data or None,
            note=self.note.data or "",
        )


def _called(speaker: Speaker) -> str:
    kind = str(speaker.kind.label).lower()
    return f"{speaker.name} ({speaker.description or kind})"
