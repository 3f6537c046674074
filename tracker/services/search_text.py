"""What people find a claim by: its wording, its quote and its speaker, folded."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.domain.searching import searched_text
from tracker.domain.vocabulary import SpanPart
from tracker.models import Claim, Speaker, search_index


def of(claim: Claim) -> str:
    """Return the words by which the claim is found, word by word, without case and accents."""
    speaker = claim.speaker
    names = [speaker.name] if speaker else []
    if speaker and speaker.canonical and speaker.canonical is not speaker:
        names.append(speaker.canonical.name)
    parts = (claim.wording, claim.words(SpanPart.CONTENT), claim.role_as_stated or "", *names)
    return searched_text(" ".join(parts))


def refresh(session: Session, speaker_ids: Sequence[int]) -> None:
    """Write the words of all claims of these speakers again, after a name or a merge changed.

    It goes past the edit number on purpose: nobody's open form is out of date because of it.
    """
    session.flush()
    claims = session.scalars(
        select(Claim)
        .where(Claim.speaker_id.in_(speaker_ids))
        .options(selectinload(Claim.spans), joinedload(Claim.speaker).joinedload(Speaker.canonical))
        .execution_options(populate_existing=True)
    ).all()
    if not claims:
        return
    table = Claim.metadata.tables["claim"]
    session.execute(
        update(table).where(table.c.id == bindparam("claim_id")),
        [{"claim_id": claim.id, "search_text": of(claim)} for claim in claims],
    )
    search_index.catch_up(session.connection())
    for claim in claims:
        session.expire(claim, ["search_text"])
