"""What the figures of the dashboard are drawn and told with: courses over time, and shares."""

from collections.abc import Sequence

from flask_babel import format_date
from flask_babel import gettext as _

from tracker.domain.shares import Share
from tracker.services.figures import statistics
from tracker.services.figures.statistics import Scope, Unit
from tracker.web.charts.layouts import Panel, panels
from tracker.web.charts.shapes import Drawing
from tracker.web.words.filters import thousands


def course(shown: Sequence[Panel], scope: Scope, *, ceiling: float | None = None) -> Drawing:
    """Draw panels over the days, weeks or months of the scope."""
    starts = statistics.units(scope)
    first, last = (format_date(start, "d MMM y") for start in (starts[0], starts[-1]))
    return panels(shown, first=first, last=last, ceiling=ceiling)


def of_columns(scope: Scope) -> str:
    """Say what a column of a course is."""
    said: dict[Unit, str] = {
        Unit.DAY: _("Each column is a day."),
        Unit.WEEK: _("Each column is a week."),
        Unit.MONTH: _("Each column is a month."),
    }
    return said[statistics.unit_of(scope)]


def told(share: Share) -> str:
    """Write a share with what it rests on."""
    if share.value is None:
        return "–"
    counted = _("%(part)s of %(whole)s", part=thousands(share.part), whole=thousands(share.whole))
    return f"{100 * share.value:.0f} % · {counted}"
