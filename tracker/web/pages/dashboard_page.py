"""The dashboard: which figures there are, and what the page says around them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.domain.errors import NotFound
from tracker.services.figures import statistics
from tracker.services.figures.statistics import Scope
from tracker.services.members import desks
from tracker.web.charts.figure import Figure
from tracker.web.forms.dashboard import DashboardForm
from tracker.web.pages import dashboard_figures as figures
from tracker.web.pages import dashboard_quality, dashboard_sources

#: In the order of the page.
FIGURES: Mapping[str, Callable[[Session, Scope, datetime], Figure]] = {
    "throughput": figures.throughput,
    "backlog": figures.backlog,
    "time-in-stages": figures.time_in_stages,
    "verdicts": figures.verdicts,
    "repeated": figures.repeated,
    "quality": dashboard_quality.quality,
    "quality-by-version": dashboard_quality.quality_by_version,
    "speakers": dashboard_sources.speakers,
    "outlets": dashboard_sources.outlets,
}


@dataclass(frozen=True, slots=True)
class DashboardPage:
    """What the page shows."""

    form: DashboardForm
    scope: Scope
    figures: tuple[Figure, ...]
    has_claims: bool
    has_desks: bool

    @classmethod
    def of(cls, session: Session, form: DashboardForm, *, at: datetime) -> "DashboardPage":
        """Count everything for the page."""
        scope = scope_of(session, form, at=at)
        has_claims = statistics.has_claims(session, demonstration=scope.is_demonstration)
        drawn = tuple(make(session, scope, at) for make in FIGURES.values()) if has_claims else ()
        return cls(form, scope, drawn, has_claims, desks.are_several(session))


def scope_of(session: Session, form: DashboardForm, *, at: datetime) -> Scope:
    """Return what is counted: the demonstration as long as there is nothing of one's own."""
    has_own = statistics.has_claims(session, demonstration=False)
    return form.to_scope(today=at.date(), is_demonstration=not has_own)


def figure(session: Session, mark: str, form: DashboardForm, *, at: datetime) -> Figure:
    """Return one figure; raise NotFound where there is none of this name."""
    if mark not in FIGURES:
        raise NotFound("there is no such figure")
    return FIGURES[mark](session, scope_of(session, form, at=at), at)
