"""What the claim's page shows of the evidence: sources as numbered notes, replies, media."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.evidence import Support
from tracker.domain.evidence_words import ReplyOutcome
from tracker.domain.readiness import Policy
from tracker.domain.vocabulary import Role, Stage
from tracker.domain.workflow import OPEN_STAGES
from tracker.models import Claim, ClaimMedia, DriftCheck, Evidence, EvidenceSnapshot, Reply
from tracker.readers.pictures import PICTURE_TYPES
from tracker.services.sourcing import drift, evidence, evidence_media, independence, replies

_IDLE = frozenset({Stage.PROPOSED, Stage.DECLINED, Stage.ARCHIVED})


@dataclass(frozen=True, slots=True)
class Note:
    """One source with its number, its newest snapshot and the last look at it."""

    number: int
    evidence: Evidence
    check: DriftCheck | None

    @property
    def snapshot(self) -> EvidenceSnapshot | None:
        """Return the newest snapshot."""
        return self.evidence.snapshot

    @property
    def is_picture(self) -> bool:
        """Tell whether the snapshot is a picture that may be shown."""
        return bool(self.snapshot and self.snapshot.media_type in PICTURE_TYPES)

    @property
    def has_lost_passage(self) -> bool:
        """Tell whether the passage does not stand in the words that we keep."""
        held = self.evidence
        readable = self.snapshot is not None and self.snapshot.text_sha256 is not None
        return bool(held.passage) and readable and held.passage_start is None


@dataclass(frozen=True, slots=True)
class EvidencePanel:
    """The sources, replies and media of one claim, and what may be done with them."""

    claim: Claim
    notes: Sequence[Note]
    withdrawn: Sequence[Evidence]
    support: Support
    minimum: int
    article_check: DriftCheck | None
    replies: Sequence[Reply]
    reply_required: bool
    is_settled: bool
    media: Sequence[ClaimMedia]
    is_worker: bool

    @classmethod
    def of(cls, session: Session, claim: Claim, *, actor: Actor, policy: Policy) -> "EvidencePanel":
        """Gather the panel."""
        found = evidence.of_claim(session, claim.id)
        standing = [one for one in found if not one.is_withdrawn]
        checks = drift.latest(session, claim)
        log = replies.of_claim(session, claim.id)
        return cls(
            claim=claim,
            notes=[Note(place, one, checks.get(one.id)) for place, one in enumerate(standing, 1)],
            withdrawn=[one for one in found if one.is_withdrawn],
            support=independence.support(session, claim.id),
            minimum=policy.minimum_sources,
            article_check=checks.get(None),
            replies=[one for one in log if one.withdrawn_at is None],
            reply_required=policy.reply_required,
            is_settled=replies.is_settled(session, claim.id),
            media=evidence_media.of_claim(session, claim.id),
            is_worker=actor.may(Role.FACT_CHECKER),
        )

    @property
    def has_enough(self) -> bool:
        """Tell whether the newsroom's minimum of independent sources is reached."""
        return self.support.independent >= self.minimum

    @property
    def may_write(self) -> bool:
        """Tell whether whoever looks may add and correct sources now; the service decides."""
        return self.is_worker and self.claim.stage in OPEN_STAGES - _IDLE

    @property
    def may_look(self) -> bool:
        """Tell whether they may fetch sources again, and log replies."""
        return self.is_worker and self.claim.stage not in _IDLE

    @property
    def is_there_anything(self) -> bool:
        """Tell whether there is anything to show or to do."""
        return self.may_look or bool(self.notes or self.replies or self.media)

    @property
    def can_drift(self) -> bool:
        """Tell whether any source has an address to look at again."""
        kept = (note.snapshot for note in self.notes)
        has_address = self.claim.article_version.article.canonical_url is not None
        return has_address or any(one is not None and one.source_url for one in kept)

    @property
    def waiting(self) -> Sequence[Reply]:
        """Return those from whom an answer is still due."""
        return [one for one in self.replies if one.outcome is ReplyOutcome.WAITING]
