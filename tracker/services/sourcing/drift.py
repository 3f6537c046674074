"""Whether sources still say what they said: read again, hashed again, compared.

Looking on the web takes time, so it is done by the caller, between ``due`` (what to look at) and
``record`` (what was seen); no database session waits for a site.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, union
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.domain.actors import Actor
from tracker.domain.errors import TrackerError
from tracker.domain.evidence import Capture
from tracker.domain.evidence_words import DriftState
from tracker.domain.hashing import text_sha256
from tracker.domain.messages import Message
from tracker.domain.quotations import stands_in
from tracker.domain.vocabulary import Role
from tracker.models import Claim, DriftCheck, Evidence, EvidenceSnapshot
from tracker.readers import captures
from tracker.readers.policy import FetchFailed
from tracker.services import originals
from tracker.services.sourcing.drift_sources import Source, due, newest_snapshots
from tracker.services.trail import history

__all__ = ["Seen", "Source", "drifted_claims", "due", "latest", "look", "record", "select_drifted"]

#: Sources that no longer say what a verdict rests on.
DRIFTED = (DriftState.CHANGED, DriftState.GONE)
#: Answers of a site that say that a page is no more, and that it is not for everybody.
_TAKEN_AWAY = frozenset({404, 410})
_KEPT_BACK = frozenset({401, 402, 403, 407, 429, 451})


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at a source found: the capture, or why there is none."""

    capture: Capture | None = None
    is_gone: bool = False
    reason: str = ""


def look(url: str) -> Seen:
    """Fetch one address, and say what came, or why nothing did."""
    try:
        capture = captures.fetched(url)
    except FetchFailed as failed:
        return Seen(is_gone=failed.status in _TAKEN_AWAY, reason=_why_not(failed))
    except TrackerError as refused:
        return Seen(reason=refused.message)
    elsewhere = capture.led_to
    reason = Message("its address leads to %(address)s now", address=elsewhere) if elsewhere else ""
    return Seen(capture, reason=reason)


def _why_not(failed: FetchFailed) -> str:
    """Say why nothing came, and what that means for what we keep."""
    status = failed.status
    if status is None:
        return failed.message
    if status in _TAKEN_AWAY:
        return Message("its site answered %(code)s; the copy that is kept here stands", code=status)
    if status in _KEPT_BACK:
        return Message(
            "its site lets no program read it (%(code)s); compare it in a browser", code=status
        )
    return Message("its site answered %(code)s; look again later", code=status)


def record(
    session: Session, source: Source, seen: Seen, *, actor: Actor, at: datetime
) -> DriftCheck:
    """Write down what was seen; the claim's history tells it where the state is another one."""
    actor.require(Role.FACT_CHECKER)
    history.take_turn(session)
    before = _latest_of(session, source)
    found_text, state = seen.capture.text if seen.capture else None, _state(source, seen)
    check = DriftCheck(
        snapshot_id=source.snapshot_id,
        article_version_id=source.article_version_id,
        url=source.url,
        state=state,
        kept_sha256=source.sha256,
        found_sha256=originals.hash_of(seen.capture.content) if seen.capture else None,
        kept_text_sha256=source.text_sha256,
        found_text_sha256=None if found_text is None else text_sha256(found_text),
        passage_found=_found(source.passages, found_text),
        # The same words at another address are no news.
        reason="" if state is DriftState.UNCHANGED else seen.reason,
        checked_at=at,
        checked_by_id=actor.account_id,
    )
    session.add(check)
    session.flush()
    _tell(session, source, (before.state if before else None, check.state), actor=actor, at=at)
    return check


def latest(session: Session, claim: Claim) -> Mapping[int | None, DriftCheck]:
    """Return the last look at each newest snapshot, by evidence; under None that at the article."""
    rows = session.execute(
        select(EvidenceSnapshot.evidence_id, DriftCheck)
        .join(DriftCheck, DriftCheck.snapshot_id == EvidenceSnapshot.id)
        .where(
            DriftCheck.id.in_(_last_checks(DriftCheck.snapshot_id)),
            EvidenceSnapshot.id.in_(newest_snapshots()),
            EvidenceSnapshot.evidence_id.in_(
                select(Evidence.id).where(Evidence.claim_id == claim.id)
            ),
        )
    )
    found: dict[int | None, DriftCheck] = {row[0]: row[1] for row in rows}
    of_article = session.scalar(
        select(DriftCheck)
        .where(DriftCheck.article_version_id == claim.article_version_id)
        .order_by(DriftCheck.id.desc())
        .limit(1)
    )
    return found | ({None: of_article} if of_article else {})


def select_drifted() -> Select[int]:
    """Select the numbers of the claims with a source that changed or is gone since it was kept.

    A newer snapshot settles it: whoever took it has seen what the source says now.
    """
    of_evidence = (
        select(Evidence.claim_id)
        .join(EvidenceSnapshot, EvidenceSnapshot.evidence_id == Evidence.id)
        .join(DriftCheck, DriftCheck.snapshot_id == EvidenceSnapshot.id)
        .where(
            Evidence.withdrawn_at.is_(None),
            EvidenceSnapshot.id.in_(newest_snapshots()),
            DriftCheck.id.in_(_last_checks(DriftCheck.snapshot_id)),
            DriftCheck.state.in_(DRIFTED),
        )
    )
    of_articles = (
        select(Claim.id)
        .join(DriftCheck, DriftCheck.article_version_id == Claim.article_version_id)
        .where(
            DriftCheck.id.in_(_last_checks(DriftCheck.article_version_id)),
            DriftCheck.state.in_(DRIFTED),
        )
    )
    both = union(of_evidence, of_articles).subquery()
    return select(both.c[0])


def drifted_claims(session: Session) -> frozenset[int]:
    """Return the numbers of the claims of which a source changed or is gone."""
    return frozenset(session.scalars(select_drifted()))


def _state(source: Source, seen: Seen) -> DriftState:
    """Compare the bytes, and where they differ the words: a page's frame changes every day."""
    if seen.capture is None:
        return DriftState.GONE if seen.is_gone else DriftState.UNREACHABLE
    if originals.hash_of(seen.capture.content) == source.sha256:
        return DriftState.UNCHANGED
    text = seen.capture.text
    if source.text_sha256 is None and source.sha256 is None:
        # An article that was typed in: only its quotations can be looked for.
        is_same = _found(source.passages, text) is True
    else:
        is_same = text is not None and text_sha256(text) == source.text_sha256
    return DriftState.UNCHANGED if is_same else DriftState.CHANGED


def _found(passages: Iterable[str], text: str | None) -> bool | None:
    wanted = [passage for passage in passages if passage.strip()]
    return None if text is None or not wanted else all(stands_in(text, one) for one in wanted)


def _tell(
    session: Session,
    source: Source,
    states: tuple[DriftState | None, DriftState],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    if states[0] is states[1]:
        return
    changes = {"checked_source": (None, source.title), "source_drift": states}
    subject = ("claim", source.claim_id)
    history.record(session, "source.checked", subject, changes, actor=actor, at=at)


def _latest_of(session: Session, source: Source) -> DriftCheck | None:
    is_same = (
        DriftCheck.snapshot_id == source.snapshot_id
        if source.snapshot_id is not None
        else DriftCheck.article_version_id == source.article_version_id
    )
    statement = select(DriftCheck).where(is_same).order_by(DriftCheck.id.desc()).limit(1)
    return session.scalar(statement)


def _last_checks(column: InstrumentedAttribute[int | None]) -> Select[int]:
    return select(func.max(DriftCheck.id)).group_by(column)
