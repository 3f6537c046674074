"""The page that says how well claims are found: figures in whole percents, and their tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from tracker.domain.shares import Share
from tracker.services.figures import quality
from tracker.services.figures.decisions import Quality
from tracker.services.figures.quality import Overview
from tracker.web.words.filters import day, label

#: With fewer decisions than this a figure says little.
FEW = 100


@dataclass(frozen=True, slots=True)
class Figure:
    """A share as people read it: "about 9 of 10", and between what it may lie."""

    name: str
    share: Share
    meaning: str = ""

    @property
    def percent(self) -> str:
        """Return the share in percent, or a dash for nothing."""
        value = self.share.value
        return "–" if value is None else f"{100 * value:.0f} %"

    @property
    def range(self) -> str:
        """Return the ends of the interval in percent, or nothing."""
        interval = self.share.interval
        if interval is None:
            return ""
        low, high = interval
        return f"{100 * low:.0f}–{100 * high:.0f} %"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: decisions of one kind, one extractor or one week."""

    name: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One way to part the decisions; the mark names it in the page."""

    mark: str
    name: str
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class QualityPage:
    """What the page shows."""

    found: Overview

    @classmethod
    def of(cls, session: Session) -> "QualityPage":
        """Return the newsroom's own figures, or as long as it has none, the demonstration's."""
        found = quality.overview(session)
        if not found.decisions:
            found = quality.overview(session, demonstration=True)
        return cls(found)

    @property
    def rests_on_few(self) -> bool:
        """Say whether the figures should be read with care."""
        return self.found.decisions < FEW

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return the figures over all decisions, each with what it means."""
        return _figures(self.found.whole)

    @property
    def tables(self) -> Iterator[Table]:
        """Yield the tables that part the decisions."""
        kinds = ((label(kind), one) for kind, one in self.found.by_kind.items())
        versions = ((name or _("Not known"), one) for name, one in self.found.by_version.items())
        weeks = ((day(week), one) for week, one in self.found.by_week.items())
        yield Table("kind", _("By kind of quotation"), _("Kind"), _lines(kinds))
        yield Table("version", _("By version of the extractor"), _("Version"), _lines(versions))
        yield Table("week", _("By week of the decision"), _("Week from"), _lines(weeks))


def _lines(named: Iterator[tuple[str, Quality]]) -> tuple[Line, ...]:
    return tuple(Line(name, _figures(one)) for name, one in named)


def _figures(found: Quality) -> tuple[Figure, ...]:
    return (
        Figure(
            _("Right proposals"),
            found.precision,
            _("Of the proposals that somebody decided on, these were attributed statements."),
        ),
        Figure(
            _("Found by the machine"),
            found.recall,
            _("Of the claims you kept, these were proposed; the others were added by hand."),
        ),
        Figure(
            _("Right boundaries"),
            found.boundaries,
            _("Of the accepted proposals, these kept the words they were proposed with."),
        ),
        Figure(
            _("Right speaker"),
            found.speakers,
            _("Of the accepted proposals, these kept the speaker they were proposed with."),
        ),
    )
