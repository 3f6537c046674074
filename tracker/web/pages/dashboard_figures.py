"""The figures of the dashboard: what the services count, in words, as picture and as table."""

from datetime import datetime

from flask import url_for
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from tracker.domain.shares import Share
from tracker.services.figures import statistics, statistics_repeats, statistics_time
from tracker.services.figures.statistics import Scope
from tracker.web.charts.courses import course, of_columns, told
from tracker.web.charts.figure import Figure, Row
from tracker.web.charts.layouts import Bar, Panel, bars, grid
from tracker.web.charts.shapes import Tone
from tracker.web.words.filters import label, thousands


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
        told=_("How many claims came in, were decided and went out; the sums stand at the right.")
        + f" {of_columns(scope)}",
        heads=(_("From"), *(name for name, _tone in kinds.values())),
        rows=[
            Row((tally.start.isoformat(), *(getattr(tally, kind) for kind in kinds)))
            for tally in tallies
        ],
        drawing=course(shown, scope),
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
            "%(claims)s claim waits now, by its stage and by days since it came in.",
            "%(claims)s claims wait now, by their stage and by days since they came in.",
            total,
            claims=thousands(total),
        ),
        heads=(_("Stage"), *ages),
        rows=[Row((name, *one.by_age)) for name, one in zip(names, waiting, strict=True)],
        drawing=grid(names, ages, [one.by_age for one in waiting], shown=thousands),
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
                Bar(label(verdict), count, told(Share(count, rated)), _tone(verdict))
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


def _days(days: float) -> str:
    """Write a length of time in days, or where that says nothing, in hours."""
    if days < 1:
        return str(_("%(num)s h", num=format_decimal(round(24 * days, 1))))
    return str(_("%(num)s d", num=format_decimal(round(days, 1))))


def _tone(verdict: str) -> Tone:
    name = verdict.replace("_", "-")
    return Tone(name) if name in set(Tone) else Tone.OFF_SCALE
