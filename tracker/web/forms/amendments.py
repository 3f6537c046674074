"""Forms on a report that is out: propose to correct or retract it, and decide on a proposal."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.domain.report_words import AmendmentKind, CorrectionKind
from tracker.web.forms.base import Form, trimmed
from tracker.web.forms.choices import choices, optional_choices
from tracker.web.forms.fields import optional


class ProposalForm(Form):
    """What somebody proposes for a report, and what readers will be told."""

    kind = SelectField(choices=choices(AmendmentKind), coerce=AmendmentKind)
    correction = SelectField(
        _("What kind of change is it?"),
        choices=optional_choices(CorrectionKind, _("Choose …")),
        coerce=optional(CorrectionKind),
    )
    public_note = TextAreaField(
        _("What readers will be told"),
        [InputRequired(_("Say what readers will be told.")), Length(max=4000)],
        filters=[trimmed],
        render_kw={"rows": 3},
    )


class DecisionForm(Form):
    """Why a proposal is declined."""

    note = TextAreaField(_("Why not?"), [Length(max=4000)], filters=[trimmed])
