"""Forms about one claim: what it says, where it stands, and what becomes of it."""

from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from tracker.domain.commands import ClaimDraft, ClaimEdit, Spans, Stretch
from tracker.domain.vocabulary import (
    AttributionVerdict,
    Certainty,
    Checkability,
    ClaimKind,
    ContentVerdict,
    Priority,
    Qualifier,
    SpeechAct,
)
from tracker.domain.workflow import OPEN_STAGES
from tracker.models import Account, Claim, VerdictLabel
from tracker.services.editing.claim_fields import FIELDS, VERDICT_FIELDS
from tracker.web.forms.base import one_line, trimmed
from tracker.web.forms.choices import choices, optional_choices
from tracker.web.forms.fields import CheckboxListField, hidden_number, optional
from tracker.web.forms.ratings import rating, rating_choices, rating_of, read_rating
from tracker.web.forms.speaker_fields import SpeakerFields
from tracker.web.texts.passages import read_stretches


class ClaimForm(SpeakerFields):
    """All that an editor may write about a claim."""

    edit_number = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    #: The newest event when the form was opened: what came later, the person has not seen.
    seen_event = hidden_number()
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
        [Optional(), Length(max=20_000)],
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
    content_verdict = SelectField(_("Is it true?"), choices=choices(ContentVerdict), coerce=rating)
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
    priority = SelectField(_("Priority"), choices=choices(Priority), coerce=Priority)

    @classmethod
    def for_claim(
        cls,
        claim: Claim,
        checkers: Sequence[Account],
        *,
        seen_event: int,
        labels: Sequence[VerdictLabel] = (),
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
        facts["content_verdict"] = rating_of(claim, labels)
        form = cls(formdata=None, data=facts) if ignores_post else cls(data=facts)
        people = {one.id: one.name for one in (*checkers, claim.assignee) if one}
        form.assignee_id.choices = [
            SelectChoice("", _("Nobody yet")),
            *(SelectChoice(str(number), name) for number, name in people.items()),
        ]
        form.content_verdict.choices = rating_choices(labels, held=claim.verdict_label)
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
        verdict, label_id = read_rating(values["content_verdict"])
        values |= {"content_verdict": verdict, "verdict_label_id": label_id}
        return ClaimEdit(edit_number=self.edit_number.data, **values)


#: What an empty field of a text that is never missing means.
_EMPTY = {"note": "", "explanation": "", "wording": ""}


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
        [Optional(), Length(max=4000)],
        filters=[trimmed],
        description=_("One sentence that stands alone. Left empty, it is made from the passage."),
        render_kw={"rows": 2},
    )
    speech_act = SelectField(
        _("What the speaker does"), choices=choices(SpeechAct), coerce=SpeechAct, default="states"
    )
    medium = StringField(_("Medium"), [Optional(), Length(max=200)], filters=[one_line])
    note = TextAreaField(
        _("Note"), [Optional(), Length(max=20_000)], filters=[trimmed], render_kw={"rows": 2}
    )

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
