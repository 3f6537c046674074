"""What must hold before a claim report leaves, whoever asks.

The ClaimReview writer leaves out what breaks an ERROR; a publish button can show the whole
sheet. To ask before a claim is published, ask about the record as it would be afterwards:
``findings(dataclasses.replace(record, stage=Stage.PUBLISHED, …), context)``.

That the rating lies on its scale, that the scale is the right way up and that no two nodes
share an identifier needs no rule: the markup is made so.
"""

from tracker.domain.records import ClaimRecord
from tracker.exports.context import ExportContext
from tracker.exports.rules import RULES, Finding, Severity

__all__ = ["Finding", "Severity", "findings", "obstacle"]

_ERRORS = tuple(rule for rule in RULES if rule.finding.severity is Severity.ERROR)


def findings(record: ClaimRecord, context: ExportContext) -> list[Finding]:
    """Return every rule that the record breaks, errors first."""
    return [rule.finding for rule in RULES if rule.is_broken(record, context)]


def obstacle(record: ClaimRecord, context: ExportContext) -> Finding | None:
    """Return the first error, or None where the report may leave."""
    return next((rule.finding for rule in _ERRORS if rule.is_broken(record, context)), None)
