"""Which days and which desk the dashboard shows: read from the address."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Self

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import DateField, Form, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional, ValidationError

from tracker.models import Desk
from tracker.services.figures.statistics import Scope

OWN, USUAL = "own", "30"
#: A drawing has no room for more, and databases no days before or after.
_MOST_DAYS, _FIRST, _LAST = 3660, date(1990, 1, 1), date(2199, 12, 31)


class DashboardForm(Form):
    """The period, by its length up to today or by its days, and the desk."""

    period = SelectField(
        _("Period"),
        choices=[
            SelectChoice("7", _("Last 7 days")),
            SelectChoice("30", _("Last 30 days")),
            SelectChoice("90", _("Last 90 days")),
            SelectChoice("365", _("Last year")),
            SelectChoice(OWN, _("From day to day")),
        ],
        default=USUAL,
    )
    since = DateField(_("From"), [Optional()], name="from")
    until = DateField(_("To"), [Optional()], name="to")
    desk = SelectField(_("Desk"), [Optional()], default="")

    @classmethod
    def of(cls, asked: MultiDict[str, str], desks: Sequence[Desk]) -> Self:
        """Return the form as the address fills it; days without a period are meant as one."""
        given = asked.copy()
        if not given.get("period") and (given.get("from") or given.get("to")):
            given["period"] = OWN
        form = cls(given)
        form.desk.choices = [
            SelectChoice("", _("All desks")),
            *(SelectChoice(str(desk.id), desk.name) for desk in desks),
        ]
        form.validate()
        return form

    def validate_until(self, field: DateField) -> None:
        """Refuse a span of days that ends before it begins, or that nobody could look at."""
        since, until = self.since.data, field.data
        if self.period.data != OWN or since is None or until is None:
            return
        if until < since:
            raise ValidationError(_("This day is before the first one."))
        if since < _FIRST or until > _LAST or (until - since).days > _MOST_DAYS:
            raise ValidationError(_("Choose at most ten years, from 1990 on."))

    def to_scope(self, *, today: date, is_demonstration: bool) -> Scope:
        """Return what to count; where a field does not fit, the last 30 days or all desks."""
        since, until = self._days(today)
        desk = None if self.desk.errors or not self.desk.data else int(self.desk.data)
        return Scope(since, until, desk, is_demonstration)

    def query(self) -> dict[str, str]:
        """Return what the address says, for the links to the files."""
        fields = (field for field in self if field.raw_data and not field.errors)
        return {field.name: field.raw_data[0] for field in fields if field.raw_data[0]}

    def _days(self, today: date) -> tuple[date, date]:
        period = USUAL if self.period.errors else self.period.data
        if period == OWN and not self.since.errors and not self.until.errors:
            until = self.until.data or max(today, self.since.data or today)
            until = min(max(until, _FIRST), _LAST)
            since = self.since.data or until - timedelta(days=29)
            return min(max(since, until - timedelta(days=_MOST_DAYS)), until), until
        length = int(USUAL if period == OWN else period)
        return today - timedelta(days=length - 1), today
