"""How far a claim has come with what its newsroom asks before it goes on."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.domain.commands import Selection
from tracker.domain.evidence import Support
from tracker.domain.guards import Guard
from tracker.domain.readiness import Policy, Readiness
from tracker.domain.vocabulary import Stage
from tracker.exports.checks import preflight
from tracker.exports.checks.preflight import Finding, Severity
from tracker.exports.context import ExportContext
from tracker.models import Claim
from tracker.services.reporting import publishing
from tracker.services.reviewing import comments, second_verdicts
from tracker.services.sourcing import independence, replies

_BY_SECOND_READER = frozenset({Guard.SECOND_VERDICT, Guard.AGREEMENT})
_BY_EVIDENCE = frozenset({Guard.SOURCES, Guard.SNAPSHOTS})
_BY_SECOND_READER = frozenset({Guard.SECOND_VERDICT, Guard.AGREEMENT})


def gather(
    session: Session,
    claim: Claim,
    *,
    policy: Policy,
    at: datetime,
    asked: Collection[Guard] = frozenset(Guard),
) -> Readiness:
    """Gather the facts that the guards in ``asked`` look at; the others keep their zeros."""
    held = Support(0, 0)
    if not _BY_EVIDENCE.isdisjoint(asked):
        held = independence.support(session, claim.id)
    facts = Readiness(
        independent_sources=held.independent,
        without_snapshot=held.without_snapshot,
        is_reply_settled=Guard.REPLY in asked and replies.is_settled(session, claim.id),
        open_comments=comments.open_count(session, claim.id) if Guard.COMMENTS in asked else 0,
    )
    if policy.blind_verdicts and not _BY_SECOND_READER.isdisjoint(asked):
        facts = replace(facts, verdict_gap=second_verdicts.gap(session, claim.id))
    if Guard.PREFLIGHT in asked:
        found = findings(session, claim, policy=policy, at=at)
        errors = tuple(one.message for one in found if one.severity is Severity.ERROR)
        facts = replace(facts, obstacles=errors)
    return facts


def findings(session: Session, claim: Claim, *, policy: Policy, at: datetime) -> list[Finding]:
    """Return every rule of reports that the claim would break if it went out now."""
    selection = Selection(claim_ids=(claim.id,))
    context = ExportContext(
        base_url=policy.site,
        publisher_name=policy.newsroom,
        publisher_url=policy.site,
        generated_at=at,
    )
    return [
        finding
        for record in publishing.records(session, selection, site=policy.site)
        for finding in preflight.findings(
            preflight.as_published(replace(record, stage=Stage.APPROVED), context), context
        )
    ]
