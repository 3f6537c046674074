"""How well claims were found over time, by what editors decided in a span of days."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.services import quality
from tracker.services.quality import Decision, Quality
from tracker.services.statistics import Scope, unit_start, units


@dataclass(frozen=True, slots=True)
class Course:
    """The quality of each day, week or month, and of each version of the extractor."""

    by_unit: Mapping[date, Quality]
    by_version: Mapping[str, Quality]

    @property
    def has_decisions(self) -> bool:
        """Tell whether anything was decided."""
        return bool(self.by_version)


def course(session: Session, scope: Scope) -> Course:
    """Measure the decisions of the scope; what nothing was decided in has shares of nothing."""
    by_unit: defaultdict[date, list[Decision]] = defaultdict(list)
    by_version: defaultdict[str, list[Decision]] = defaultdict(list)
    demonstration = scope.is_demonstration
    for one in quality.decisions(session, demonstration=demonstration, desk_id=scope.desk_id):
        if scope.since <= one.on <= scope.until:
            by_unit[unit_start(one.on, scope)].append(one)
            by_version[one.extractor_version].append(one)
    return Course(
        {start: Quality.of(by_unit[start]) for start in units(scope)},
        {name: Quality.of(by_version[name]) for name in sorted(by_version, reverse=True)},
    )
