"""What people find a claim by: its wording, its quote and its speaker, folded."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Select, bindparam, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.domain.searching import searched_text
from tracker.domain.vocabulary import SpanPart
from tracker.models import Claim, Speaker, search_index

#: Claims read at a time.
BATCH = 1_000


def of(claim: Claim) -> str:
    """Return the words by which the claim is found, word by word, without case and accents."""
    speaker = claim.speaker
    names = [speaker.name] if speaker else []
    if speaker and speaker.canonical and speaker.canonical is not speaker:
        names.append(speaker.canonical.name)
    parts = (claim.wording, claim.words(SpanPart.CONTENT), claim.role_as_stated or "", *names)
    return searched_text(" ".join(parts))


def rebuild(session: Session) -> int:
    """Write the words of every claim again, and the index from them; return how many claims."""
    number, last = 0, 0
    while claims := session.scalars(_with_words(Claim.id > last).limit(BATCH)).all():
        for claim in claims:
            if (words := of(claim)) != claim.search_text:
                _write(session, {claim.id: words})
        number, last = number + len(claims), claims[-1].id
        session.expunge_all()
    search_index.rebuild(session.connection())
    return number


def refresh(session: Session, speaker_ids: Sequence[int]) -> None:
    """Write the words of all claims of these speakers again, after a name or a merge changed.

    It goes past the edit number on purpose: nobody's open form is out of date because of it.
    """
    _renew(session, Claim.speaker_id.in_(speaker_ids))


def renew(session: Session, claim_ids: Collection[int]) -> None:
    """Write the words of these claims again, after they were changed past the records."""
    _renew(session, Claim.id.in_(claim_ids))


def _renew(session: Session, is_meant: ColumnElement[bool]) -> None:
    session.flush()
    claims = session.scalars(_with_words(is_meant).execution_options(populate_existing=True)).all()
    if not claims:
        return
    _write(session, {claim.id: of(claim) for claim in claims})
    search_index.catch_up(session.connection())
    for claim in claims:
        session.expire(claim, ["search_text"])


def _with_words(is_meant: ColumnElement[bool]) -> Select[Claim]:
    words = (selectinload(Claim.spans), joinedload(Claim.speaker).joinedload(Speaker.canonical))
    return select(Claim).where(is_meant).options(*words).order_by(Claim.id)


def _write(session: Session, words: Mapping[int, str]) -> None:
    """Write past the records, so that nobody's form is out of date because of it."""
    table = Claim.metadata.tables["claim"]
    session.execute(
        update(table).where(table.c.id == bindparam("claim_id")),
        [{"claim_id": number, "search_text": text} for number, text in words.items()],
    )
