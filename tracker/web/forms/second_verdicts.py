"""The form of a second reader, who has not seen the first verdict."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker.domain.vocabulary import AttributionVerdict
from tracker.models import VerdictLabel
from tracker.services.reviewing.second_verdicts import LONGEST_REASON, VerdictDraft
from tracker.web.forms.base import Form, trimmed
from tracker.web.forms.choices import choices
from tracker.web.forms.ratings import rating, rating_choices, read_rating


class SecondVerdictForm(Form):
    """Both verdicts and the reason for them."""

    attribution_verdict = SelectField(
        _("Did they say it?"), choices=choices(AttributionVerdict), coerce=AttributionVerdict
    )
    content_verdict = SelectField(_("Is it true?"), coerce=rating)
    reason = TextAreaField(
        _("Why"),
        [DataRequired(_("Say why.")), Length(max=LONGEST_REASON)],
        filters=[trimmed],
        description=_("What you rest it on. It cannot be changed afterwards."),
        render_kw={"rows": 4},
    )

    @classmethod
    def for_labels(cls, labels: Sequence[VerdictLabel]) -> "SecondVerdictForm":
        """Return the form with the newsroom's own words to choose from."""
        form = cls()
        form.content_verdict.choices = rating_choices(labels)
        return form

    def to_draft(self) -> VerdictDraft:
        """Return what the reader found."""
        verdict, _label_id = read_rating(self.content_verdict.data)
        return VerdictDraft(verdict, self.attribution_verdict.data, self.reason.data or "")
