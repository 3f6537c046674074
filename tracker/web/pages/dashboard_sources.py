"""The figures of the dashboard that tell whose claims came in, and from where."""

from collections.abc import Sequence
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from tracker.services.figures import statistics_sources
from tracker.services.figures.statistics import Scope
from tracker.services.figures.statistics_sources import Source
from tracker.web.charts.figure import Figure, Row
from tracker.web.charts.layouts import Bar, bars
from tracker.web.words.filters import thousands


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
