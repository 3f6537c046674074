"""The figures of the dashboard: what the services count, in words, as picture and as table."""

from collections.abc import Sequence
from datetime import datetime

from flask import g, url_for
from flask_babel import format_date, format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from tracker.domain.shares import Share
from tracker.services import (
    statistics,
    statistics_quality,
    statistics_repeats,
    statistics_sources,
    statistics_time,
)
from tracker.services.statistics import Scope
from tracker.services.statistics_sources import Source
from tracker.web.charts.figure import Figure, Row
from tracker.web.charts.layouts import Bar, Panel, bars, grid, panels
from tracker.web.charts.shapes import Drawing, Tone
from tracker.web.filters import label, thousands


def throughput(session: Session, scope: Scope, _at: datetime) -> Figure:
    """Show what was proposed, accepted, declined, published and put right."""
    tallies = statistics.throughput(session, scope)
    kinds = {
        "proposed": (_("Proposed"), Tone.MIXED),
        "accepted": (_("Accepted or added"), Tone.ACCENT),
        "declined": (_("Declined"), Tone.SOFT),
        "published": (_("Published"), Tone.TRUE),
        "corrected": (_("Corrected"), Tone.MOSTLY_FALSE),
        "retracted": (_("Retracted"), Tone.FALSE),
    }
    courses = {name: [getattr(tally, name) for tally in tallies] for name in kinds}
    shown = [
        Panel(name, courses[kind], thousands(sum(courses[kind])), tone)
        for kind, (name, tone) in kinds.items()
        if kind not in ("corrected", "retracted") or any(courses[kind])
    ]
    return Figure(
        mark="throughput",
        title=_("What was done"),
        told=_("How many claims came in, were decided and went out; the sums stand at the right."),
        heads=(_("From"), *(name for name, _tone in kinds.values())),
        rows=[
            Row((tally.start.isoformat(), *(getattr(tally, kind) for kind in kinds)))
            for tally in tallies
        ],
        drawing=_course(shown, scope),
    )


def backlog(session: Session, scope: Scope, at: datetime) -> Figure:
    """Show what waits now, by stage and age."""
    waiting = statistics.backlog(session, scope, at=at)
    ages = (_("1 day"), "2–7", "8–30", "31–90", _("older"))
    names = [label(one.stage) for one in waiting]
    total = sum(sum(one.by_age) for one in waiting)
    return Figure(
        mark="backlog",
        title=_("What waits, and how old it is"),
        told=ngettext(
            "%(num)s claim waits now, by its stage and by days since it came in.",
            "%(num)s claims wait now, by their stage and by days since they came in.",
            total,
        ),
        heads=(_("Stage"), *ages),
        rows=[Row((name, *one.by_age)) for name, one in zip(names, waiting, strict=True)],
        drawing=grid(names, ages, [one.by_age for one in waiting]),
        warning=_("This is as things stand now, whatever days are chosen."),
    )


def time_in_stages(session: Session, scope: Scope, _at: datetime) -> Figure:
    """Show how long claims stay at each stage."""
    stays = statistics_time.time_in_stages(session, scope)
    return Figure(
        mark="time-in-stages",
        title=_("Days at each stage"),
        told=_(
            "Half of the claims moved on within the days of the full bar, nine of ten "
            "within those of the faint one."
        ),
        heads=(_("Stage"), _("Half within, days"), _("Nine of ten within, days"), _("Moves")),
        rows=[
            Row((label(one.stage), round(one.median, 2), round(one.ninth_tenth, 2), one.moves))
            for one in stays
        ],
        drawing=bars(
            [
                Bar(
                    label(one.stage),
                    one.median,
                    f"{_days(one.median)} · {_days(one.ninth_tenth)}",
                    reach=one.ninth_tenth,
                )
                for one in stays
            ]
        ),
        warning=_("Counted when a claim leaves a stage: what is stuck stands in the backlog only."),
        nothing=_("No claim moved from one stage to another in these days."),
    )


def verdicts(session: Session, scope: Scope, _at: datetime) -> Figure:
    """Show which verdicts were given."""
    mix = statistics.verdict_mix(session, scope)
    rated = sum(mix.counts.values())
    return Figure(
        mark="verdicts",
        title=_("Verdicts"),
        told=_(
            "Of the claims that came in and were kept, %(rated)s are rated"
            " and %(unrated)s not yet.",
            rated=thousands(rated),
            unrated=thousands(mix.unrated),
        ),
        heads=(_("Verdict"), _("Claims")),
        rows=[Row((label(verdict), count)) for verdict, count in mix.counts.items()],
        drawing=bars(
            [
                Bar(label(verdict), count, _part(Share(count, rated)), _tone(verdict))
                for verdict, count in mix.counts.items()
            ]
        ),
        nothing=_("None of the claims that came in in these days is rated."),
    )


def repeated(session: Session, scope: Scope, _at: datetime) -> Figure:
    """Show what is said again and again."""
    repeats = statistics_repeats.most_repeated(session, scope)
    return Figure(
        mark="repeated",
        title=_("Most repeated claims"),
        told=_("Claims that came in more than once, with how often."),
        heads=(_("Claim"), _("Times"), _("Articles"), _("Speakers")),
        rows=[
            Row(
                (one.wording, one.times, one.articles, one.speakers),
                url_for("claims.show", claim_id=one.claim_id),
            )
            for one in repeats
        ],
        drawing=bars([Bar(one.wording, one.times, thousands(one.times)) for one in repeats]),
        warning=_(
            "Repeated means: the same words but for capitals and accents, or nine tenths "
            "alike in any order and sharing a long word. Two claims that say the same in "
            "other words are not seen. The newest %(num)s claims are compared.",
            num=thousands(statistics_repeats.MOST_CLAIMS),
        ),
        nothing=_("No claim came in twice in these days."),
    )


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
        ),
        heads=(_("From"), *_quality_heads()),
        rows=[
            Row((start.isoformat(), *_quality_cells(one.precision, one.recall)))
            for start, one in course.by_unit.items()
            if one.precision.whole or one.recall.whole
        ],
        drawing=_course(shown, scope, ceiling=1),
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
                Bar(name, one.precision.value or 0, _part(one.precision), reach=1.0)
                for name, one in named.items()
            ]
        ),
        warning=_quality_warning(),
        nothing=_("Nobody accepted or declined a proposal in these days."),
    )


def speakers(session: Session, scope: Scope, _at: datetime) -> Figure:
    """Show whose claims came in most."""
    found = statistics_sources.speakers(session, scope)
    links = [url_for("speakers.show", speaker_id=one.id) for one in found]
    return _sources(found, links, mark="speakers", title=_("Speakers"), head=_("Speaker"))


def outlets(session: Session, scope: Scope, _at: datetime) -> Figure:
    """Show in whose articles most claims stand."""
    found = statistics_sources.outlets(session, scope)
    links = [url_for("claim_list.index", outlet=one.id) for one in found]
    return _sources(found, links, mark="outlets", title=_("Outlets"), head=_("Outlet"))


def _sources(
    found: Sequence[Source], links: Sequence[str], *, mark: str, title: str, head: str
) -> Figure:
    return Figure(
        mark=mark,
        title=title,
        told=_("How many claims came in and were not declined; the ten with most."),
        heads=(head, _("Claims"), _("Rated"), _("Published")),
        rows=[
            Row((one.name, one.claims, one.rated, one.published), link)
            for one, link in zip(found, links, strict=True)
        ],
        drawing=bars([Bar(one.name, one.claims, thousands(one.claims)) for one in found]),
        warning=_(
            "What is checked is chosen: this ranks our choices, not people. Somebody who "
            "is high up here was read more, and does not by that say more that is wrong."
        ),
        nothing=_("No claim with a name came in in these days."),
    )


def _course(shown: Sequence[Panel], scope: Scope, *, ceiling: float | None = None) -> Drawing:
    starts = statistics.units(scope)
    first, last = (format_date(start, "d MMM y") for start in (starts[0], starts[-1]))
    return panels(shown, first=first, last=last, ceiling=ceiling)


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
    return _part(Share(sum(one.part for one in shares), sum(one.whole for one in shares)))


def _part(share: Share) -> str:
    if share.value is None:
        return "–"
    counted = _("%(part)s of %(whole)s", part=thousands(share.part), whole=thousands(share.whole))
    return f"{100 * share.value:.0f} % · {counted}"


def _days(days: float) -> str:
    """Write a length of time in days, or where that says nothing, in hours."""
    if days < 1:
        return str(_("%(num)s h", num=format_decimal(round(24 * days, 1))))
    return str(_("%(num)s d", num=format_decimal(round(days, 1))))


def _tone(verdict: str) -> Tone:
    name = verdict.replace("_", "-")
    return Tone(name) if name in set(Tone) else Tone.OFF_SCALE
