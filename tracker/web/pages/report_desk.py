"""What the claim page says of the report: what it still needs, what is out, what is proposed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.domain import workflow
from tracker.domain.actors import Actor
from tracker.domain.freezing import thaw
from tracker.domain.guards import Guard
from tracker.domain.readiness import Policy, Readiness
from tracker.domain.report_words import CorrectionKind
from tracker.domain.vocabulary import Stage
from tracker.exports.checks.preflight import Finding, Severity
from tracker.models import Amendment, Claim, Publication
from tracker.services.reviewing import amendment_log, readiness, revisions

#: Where a rule of reports is mended on the claim page, if not in the field of its name.
_PLACES = {"verdict_label": "content_verdict"}
#: The rules of reports are asked by name here, and need not be asked twice.
_ASKED = frozenset(Guard) - {Guard.PREFLIGHT}
#: From here on it is worth seeing what those rules say.
_NEAR_THE_END = (Stage.IN_PROGRESS, Stage.IN_REVIEW, Stage.APPROVED)


@dataclass(frozen=True, slots=True)
class ReportDesk:
    """The report of one claim, as those who make it see it."""

    claim: Claim
    policy: Policy
    readiness: Readiness
    findings: Sequence[Finding]
    versions: Sequence[Publication]
    waiting: Amendment | None
    under_way: Amendment | None
    may_confirm: bool
    may_decline: bool
    at: datetime

    @classmethod
    def of(
        cls, session: Session, claim: Claim, *, actor: Actor, policy: Policy, at: datetime
    ) -> "ReportDesk":
        """Gather it; the rules are asked only while there is something to mend."""
        waiting = amendment_log.waiting(session, claim.id)
        is_near = claim.stage in _NEAR_THE_END
        own = waiting is not None and waiting.proposed_by_id == actor.account_id
        may = waiting is not None and _may_confirm(claim, waiting, actor)
        found = readiness.findings(session, claim, policy=policy, at=at) if is_near else []
        facts = readiness.gather(session, claim, policy=policy, at=at, asked=_ASKED)
        errors = tuple(one.message for one in found if one.severity is Severity.ERROR)
        return cls(
            claim=claim,
            policy=policy,
            readiness=replace(facts, obstacles=errors),
            findings=found,
            versions=revisions.of_claim(session, claim.id),
            waiting=waiting,
            under_way=amendment_log.under_way(session, claim.id),
            may_confirm=may and (policy.single_reader or not own),
            may_decline=may or own,
            at=at,
        )

    @property
    def errors(self) -> list[Finding]:
        """Return what keeps the report in."""
        return [one for one in self.findings if one.severity is Severity.ERROR]

    @property
    def warnings(self) -> list[Finding]:
        """Return what should be better, but may go out."""
        return [one for one in self.findings if one.severity is not Severity.ERROR]

    @property
    def is_worked_on(self) -> bool:
        """Tell whether the claim is at a stage where it is made ready."""
        return self.claim.stage in _NEAR_THE_END

    @property
    def is_held_back(self) -> bool:
        """Tell whether the newest version is under embargo."""
        return bool(self.versions) and self.versions[0].visible_from > self.at

    @property
    def is_public(self) -> bool:
        """Tell whether readers have ever seen a version."""
        in_force = workflow.IN_FORCE
        return any(
            version.stage in in_force and version.visible_from <= self.at
            for version in self.versions
        )

    @property
    def kinds(self) -> Sequence[CorrectionKind]:
        """Return how a correction may be called."""
        return tuple(CorrectionKind)

    def verdict_of(self, version: Publication) -> str | None:
        """Return the newsroom's own word for the verdict of a version, as readers have it."""
        return thaw(version.record).verdict_label

    def place(self, finding: Finding) -> str:
        """Return the field of the claim's form where the finding is mended."""
        return _PLACES.get(finding.field, finding.field)


def _may_confirm(claim: Claim, amendment: Amendment, actor: Actor) -> bool:
    step = workflow.step_between(claim.stage, amendment_log.aim(amendment))
    return any(actor.may(role) for role in step.confirmers)
