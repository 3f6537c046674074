"""The figures of the dashboard that tell how well claims are found."""

from collections.abc import Sequence
from datetime import datetime

from flask import g
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from tracker.domain.shares import Share
from tracker.services.figures import statistics_quality
from tracker.services.figures.statistics import Scope
from tracker.web.charts.courses import course as draw_course
from tracker.web.charts.courses import of_columns, told
from tracker.web.charts.figure import Figure, Row
from tracker.web.charts.layouts import Bar, Panel, bars
from tracker.web.charts.shapes import Tone


def quality(session: Session, scope: Scope, _at: datetime) -> Figure:
    """Show how well claims were found over time."""
    course = _quality(session, scope)
    parts = [
        (_("Right proposals"), [one.precision for one in course.by_unit.values()], Tone.ACCENT),
        (_("Found by the machine"), [one.recall for one in course.by_unit.values()], Tone.TRUE),
    ]
    shown = [
        Panel(name, [share.value for share in shares], _whole(shares), tone)
        for name, shares, tone in parts
    ]
    return Figure(
        mark="quality",
        title=_("How well claims are found, over time"),
        told=_(
            "The share of proposals that were right, and of kept claims that were "
            "proposed. A full column is all of them."
        )
        + f" {of_columns(scope)}",
        heads=(_("From"), *_quality_heads()),
        rows=[
            Row((start.isoformat(), *_quality_cells(one.precision, one.recall)))
            for start, one in course.by_unit.items()
            if one.precision.whole or one.recall.whole
        ],
        drawing=draw_course(shown, scope, ceiling=1),
        warning=_quality_warning(),
        nothing=_("Nobody accepted or declined a proposal in these days."),
    )


def quality_by_version(session: Session, scope: Scope, _at: datetime) -> Figure:
    """Show how well each version of the extractor found claims."""
    course = _quality(session, scope)
    named = {name or _("Not known"): one for name, one in course.by_version.items()}
    return Figure(
        mark="quality-by-version",
        title=_("How well claims are found, by version"),
        told=_("The share of proposals that were right, for each version of the extractor."),
        heads=(_("Version"), *_quality_heads()),
        rows=[
            Row((name, *_quality_cells(one.precision, one.recall))) for name, one in named.items()
        ],
        drawing=bars(
            [
                Bar(name, one.precision.value or 0, told(one.precision), reach=1.0)
                for name, one in named.items()
            ]
        ),
        warning=_quality_warning(),
        nothing=_("Nobody accepted or declined a proposal in these days."),
    )


def _quality(session: Session, scope: Scope) -> statistics_quality.Course:
    """Return the quality over the scope, measured once for the figures of a page."""
    if "quality_course" not in g:
        g.quality_course = statistics_quality.course(session, scope)
    course: statistics_quality.Course = g.quality_course
    return course


def _quality_heads() -> tuple[str, ...]:
    return (
        _("Right proposals"),
        _("Decided proposals"),
        _("Found by the machine"),
        _("Kept claims"),
    )


def _quality_cells(precision: Share, recall: Share) -> tuple[str | int, ...]:
    return precision.part, precision.whole, recall.part, recall.whole


def _quality_warning() -> str:
    warning: str = _(
        "Nobody adds every statement that was missed, so the machine finds at most the share shown."
    )
    return warning


def _whole(shares: Sequence[Share]) -> str:
    """Return the share over all steps, with what it rests on."""
    return told(Share(sum(one.part for one in shares), sum(one.whole for one in shares)))
