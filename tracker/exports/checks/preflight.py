"""What must hold before a claim report leaves, whoever asks.

The ClaimReview writer leaves out what breaks an ERROR; a publish button can show the whole
sheet. To ask before a claim is published, ask about the record as it would be afterwards:
``findings(as_published(record, context), context)``.

That the rating lies on its scale, that the scale is the right way up and that no two nodes
share an identifier needs no rule: the markup is made so.
"""

from dataclasses import replace

from tracker.domain.records import ClaimRecord
from tracker.domain.vocabulary import Stage, Visibility
from tracker.exports.checks.rules import IN_FORCE, RULES, Finding, Severity
from tracker.exports.context import ExportContext

__all__ = ["Finding", "Severity", "as_published", "findings", "obstacle"]

_ERRORS = tuple(
    (rule.is_broken, rule.finding) for rule in RULES if rule.finding.severity is Severity.ERROR
)


def as_published(record: ClaimRecord, context: ExportContext) -> ClaimRecord:
    """Return the record as it would be if it were published now; one that was is left alone."""
    if record.stage in IN_FORCE or record.stage is Stage.RETRACTED:
        return record
    return replace(
        record,
        stage=Stage.PUBLISHED,
        visibility=Visibility.PUBLIC,
        public_url=record.public_url or f"{context.base_url}/reports/{record.claim_id}",
        first_published_at=record.first_published_at or context.generated_at,
    )


def findings(record: ClaimRecord, context: ExportContext) -> list[Finding]:
    """Return every rule that the record breaks, errors first."""
    return [rule.finding for rule in RULES if rule.is_broken(record, context)]


def obstacle(record: ClaimRecord, context: ExportContext) -> Finding | None:
    """Return the first error, or None where the report may leave."""
    for is_broken, finding in _ERRORS:
        if is_broken(record, context):
            return finding
    return None
