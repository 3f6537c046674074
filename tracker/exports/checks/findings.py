"""What a rule of reports is made of, and whose rules they are."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.records import ClaimRecord
from tracker.exports.context import ExportContext

GOOGLE = "https://developers.google.com/search/docs/appearance/structured-data/factcheck"
SCHEMA_ORG = "https://schema.org/ClaimReview"
MEDIA_REVIEW = "https://schema.org/MediaReview"
BCP_47 = "https://www.rfc-editor.org/info/bcp47"
IFCN = "https://ifcncodeofprinciples.poynter.org/the-commitments"
HOUSE = "house rule"


class Severity(StrEnum):
    """Whether a broken rule keeps the report in."""

    ERROR = "error"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a record breaks: ``field`` says where to mend it, ``source`` whose rule it is.

    ``rule`` is its name, short enough to count by.
    """

    rule: str
    severity: Severity
    field: str
    message: str
    source: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What to say where the test holds."""

    finding: Finding
    is_broken: Callable[[ClaimRecord, ExportContext], bool]


def error(name: str, field: str, message: str, *, source: str, when: Callable[..., bool]) -> Rule:
    """Return a rule that keeps the report in."""
    return Rule(Finding(name, Severity.ERROR, field, message, source), when)


def warning(name: str, field: str, message: str, *, source: str, when: Callable[..., bool]) -> Rule:
    """Return a rule that only advises."""
    return Rule(Finding(name, Severity.WARN, field, message, source), when)
