"""How many sources of a claim do not depend on one another."""

from sqlalchemy.orm import Session

from tracker.domain.evidence import Support
from tracker.domain.folding import fold
from tracker.models import Evidence
from tracker.readers.links import host_of
from tracker.services.sourcing.evidence import of_claim


def support(session: Session, claim_id: int) -> Support:
    """Count the independent sources among what is not withdrawn, and those without a snapshot.

    Sources with the same group are one. A source that names no group stands with those of its
    publisher, or of its site where no publisher is named.
    """
    standing = [one for one in of_claim(session, claim_id) if not one.is_withdrawn]
    return Support(
        independent=len({group_of(one) for one in standing}),
        without_snapshot=sum(one.snapshot is None for one in standing),
    )


def group_of(evidence: Evidence) -> str:
    """Return what the source is counted under, folded so that spelling makes no second source."""
    named = evidence.independence_group or evidence.publisher or host_of(evidence.url or "")
    return fold(named) if named else f"no. {evidence.id}"
