"""The filters of the public list of reports: read from the address."""

import re
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form, IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from tracker.domain.commands import LARGEST_NUMBER
from tracker.domain.vocabulary import ContentVerdict
from tracker.web.forms.choices import optional_choices


class ReportFilterForm(Form):
    """Which reports to list; what does not fit is left out."""

    verdict = SelectField(
        _("Verdict"),
        choices=[
            choice
            for choice in optional_choices(ContentVerdict, _("Every verdict"))
            if choice.value != ContentVerdict.NOT_RATED
        ],
        default="",
    )
    speaker = SelectField(_("Speaker"), validate_choice=False)
    after = IntegerField(validators=[Optional(), NumberRange(1, LARGEST_NUMBER)])

    def chosen(self) -> dict[str, Any]:
        """Return what to ask the list for."""
        self.validate()
        number = self.speaker.data or ""
        is_number = re.fullmatch(r"[0-9]{1,10}", number) is not None
        fits = is_number and int(number) <= LARGEST_NUMBER
        word = "" if self.verdict.errors else self.verdict.data
        return {
            "verdict": ContentVerdict(word) if word else None,
            "speaker_id": int(number) if fits else None,
            "after": None if self.after.errors else self.after.data,
        }
