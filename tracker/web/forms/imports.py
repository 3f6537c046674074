"""Forms that bring in files of records: chosen, previewed, confirmed."""

import hashlib
from collections.abc import Iterable
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, IntegerField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import NumberRange, Optional, Regexp

from tracker.domain.commands import LARGEST_NUMBER
from tracker.domain.vocabulary import ContentVerdict
from tracker.imports import all_formats
from tracker.services.file_imports.importing_plans import ForeignRating, RatingKey
from tracker.web.forms.base import Form
from tracker.web.forms.choices import choices

#: Ratings that the page asks about; the most frequent come first.
MOST_RATINGS = 100


class ImportForm(Form):
    """Which file to import, and as what; empty means as what it looks like."""

    upload = FileField(_("File"), description=_("Up to 20 MB and 50,000 rows."))
    format_name = SelectField(_("Format"), choices=[], default="")
    sha256 = HiddenField(validators=[Optional(), Regexp(r"[0-9a-f]{64}")])
    filename = HiddenField()
    good_rows_only = BooleanField(_("Import the good rows and leave the others out"))

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer every format that is registered."""
        super().__init__(*args, **options)
        known = [SelectChoice(one.name, gettext(one.label)) for one in all_formats()]
        self.format_name.choices = [SelectChoice("", gettext("As the file says")), *known]

    def meanings(self, ratings: Iterable[ForeignRating]) -> dict[RatingKey, ContentVerdict]:
        """Return what somebody chose for the ratings in the file."""
        chosen = {one.key: request.form.get(field_name(one.key), "") for one in ratings}
        known = set(ContentVerdict)
        return {key: ContentVerdict(word) for key, word in chosen.items() if word in known}


class ReviewForm(Form):
    """Which claim of ours a foreign check belongs to, and what its rating means here."""

    claim_id = IntegerField(_("Number of our claim"), [Optional(), NumberRange(1, LARGEST_NUMBER)])
    verdict = SelectField(
        _("On our scale"),
        choices=choices(ContentVerdict),
        coerce=ContentVerdict,
    )


def field_name(key: RatingKey) -> str:
    """Return the name of the field that asks what a rating means."""
    return "meaning-" + hashlib.sha256("\n".join(key).encode()).hexdigest()[:16]
