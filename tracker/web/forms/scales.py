"""The form of a label of the newsroom's scale."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from tracker.domain.commands import LabelEdit
from tracker.domain.vocabulary import ContentVerdict
from tracker.services.reviewing.scales import LONGEST_NAME
from tracker.web.forms.base import Form, one_line, trimmed


def _steps() -> list[SelectChoice]:
    nothing = ContentVerdict.NOT_RATED
    return [SelectChoice(one.value, _step(one)) for one in ContentVerdict if one is not nothing]


def _step(verdict: ContentVerdict) -> object:
    if verdict.score is None:
        return _("%(verdict)s (beside the scale)", verdict=_(verdict.label))
    return _("%(score)s of 5: %(verdict)s", score=verdict.score, verdict=_(verdict.label))


class LabelForm(Form):
    """What the label is called, what it means, and which step of the common scale it is."""

    name = StringField(
        _("Name"),
        [DataRequired(_("Give it a name.")), Length(max=LONGEST_NAME)],
        filters=[one_line],
    )
    verdict = SelectField(
        _("On the common scale"),
        choices=_steps,
        coerce=ContentVerdict,
        description=_("Exports give this number with the name: 5 is true, 1 is false."),
    )
    meaning = TextAreaField(
        _("What it means"),
        [Optional(), Length(max=1000)],
        filters=[trimmed],
        render_kw={"rows": 2},
    )

    def to_edit(self) -> LabelEdit:
        """Return what the editor asks for."""
        return LabelEdit(self.name.data or "", self.verdict.data, self.meaning.data or "")
